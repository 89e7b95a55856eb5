//! Values as bytes and back, for the state files beside a partitioned data set.

use crate::facts::DocumentKind;
use crate::problem::{Problem, ProblemCode};
use crate::reuse::Entry;
use crate::reuse::cases::CaseItem;
use crate::source::SourceFormat;
use crate::tables::{LooseSource, Source};
use crate::value::{Date, DocumentId, Kroner, Municipality, MunicipalityCode};
use std::collections::BTreeMap;

/// A value that becomes bytes and comes back.
pub trait Pack: Sized {
    /// Adds the value's bytes.
    fn pack(&self, to: &mut Vec<u8>);
    /// Takes the value from the front of `from`; `None` where the bytes are of something else.
    fn unpack(from: &mut &[u8]) -> Option<Self>;
}

/// The bytes of `value`.
pub fn packed(value: &impl Pack) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.pack(&mut bytes);
    bytes
}

/// The value that all of `bytes` are.
pub fn unpacked<T: Pack>(mut bytes: &[u8]) -> Option<T> {
    let value = T::unpack(&mut bytes)?;
    bytes.is_empty().then_some(value)
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
impl Pack for u64 {
    fn pack(&self, to: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            to.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        to.push(rest as u8);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = from.split_first()?;
            *from = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

/// Whole numbers by way of `u64`; those with a sign fold it into the lowest bit.
macro_rules! pack_numbers {
    ($($unsigned:ty),*; $($signed:ty),*) => {
        $(impl Pack for $unsigned {
            fn pack(&self, to: &mut Vec<u8>) {
                (*self as u64).pack(to);
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                u64::unpack(from)?.try_into().ok()
            }
        })*
        $(impl Pack for $signed {
            fn pack(&self, to: &mut Vec<u8>) {
                let value = *self as i64;
                (((value << 1) ^ (value >> 63)) as u64).pack(to);
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                let folded = u64::unpack(from)?;
                ((folded >> 1) as i64 ^ -((folded & 1) as i64)).try_into().ok()
            }
        })*
    };
}

pack_numbers!(u8, u32, usize; i8, i16, i32, i64);

impl Pack for bool {
    fn pack(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        match u8::unpack(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Pack for String {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        to.extend(self.as_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let length = usize::unpack(from)?;
        let (words, rest) = from.split_at_checked(length)?;
        *from = rest;
        Self::from_utf8(words.to_vec()).ok()
    }
}

impl<const N: usize> Pack for [u8; N] {
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend(self);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let (bytes, rest) = from.split_first_chunk::<N>()?;
        *from = rest;
        Some(*bytes)
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.is_some().pack(to);
        if let Some(value) = self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        if bool::unpack(from)? {
            T::unpack(from).map(Some)
        } else {
            Some(None)
        }
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        for value in self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let length = usize::unpack(from)?;
        // A damaged length must not ask for all memory: a value takes a byte at least, save nothing.
        let mut values = Self::with_capacity(length.min(from.len()));
        for _ in 0..length {
            values.push(T::unpack(from)?);
        }
        Some(values)
    }
}

impl<T: Pack, U: Pack> Pack for (T, U) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some((T::unpack(from)?, U::unpack(from)?))
    }
}

impl<K: Pack + Ord, V: Pack> Pack for BTreeMap<K, V> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        for (key, value) in self {
            key.pack(to);
            value.pack(to);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(Vec::<(K, V)>::unpack(from)?.into_iter().collect())
    }
}

impl Pack for Date {
    fn pack(&self, to: &mut Vec<u8>) {
        self.year().pack(to);
        self.month().pack(to);
        self.day().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let (year, month) = (i16::unpack(from)?, i8::unpack(from)?);
        Self::new(year, month, i8::unpack(from)?).ok()
    }
}

impl Pack for Kroner {
    fn pack(&self, to: &mut Vec<u8>) {
        self.ore().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        i64::unpack(from).map(Self::from_ore)
    }
}

impl Pack for DocumentId {
    fn pack(&self, to: &mut Vec<u8>) {
        self.to_string().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Self::from_digits(String::unpack(from)?)
    }
}

impl Pack for DocumentKind {
    fn pack(&self, to: &mut Vec<u8>) {
        (*self == Self::Agenda).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(match bool::unpack(from)? {
            false => Self::Minutes,
            true => Self::Agenda,
        })
    }
}

impl Pack for SourceFormat {
    fn pack(&self, to: &mut Vec<u8>) {
        self.code().to_owned().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Self::from_code(&String::unpack(from)?)
    }
}

impl Pack for Municipality {
    fn pack(&self, to: &mut Vec<u8>) {
        self.code.0.pack(to);
        self.name.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            code: MunicipalityCode(i32::unpack(from)?),
            name: String::unpack(from)?,
        })
    }
}

/// A problem without a place.
impl Pack for Problem {
    fn pack(&self, to: &mut Vec<u8>) {
        self.code.code().to_owned().pack(to);
        self.message.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let code = String::unpack(from)?;
        let mut codes = ProblemCode::ALL.iter();
        let code = codes.find(|known| known.code() == code)?;
        Some(Self::of_document(*code, String::unpack(from)?))
    }
}

/// Structs, field by field.
macro_rules! pack_fields {
    ($($type:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::dataset::pack::Pack for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                $($crate::dataset::pack::Pack::pack(&self.$field, to);)*
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::dataset::pack::Pack::unpack(from)?;)*
                Some(Self { $($field),* })
            }
        }
    )*};
}

pub(crate) use pack_fields;

pack_fields! {
    Source { document_id, municipality_code, municipality, meeting_date }
    LooseSource { document_id, municipality_code, municipality, meeting_date }
    CaseItem { municipality, number, title, committee, day, topics }
    Entry { municipality, case_number, title }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Debug;

    fn comes_back<T: Pack + PartialEq + Debug>(value: T) {
        let bytes = packed(&value);
        assert_eq!(unpacked(&bytes), Some(value));
        for short in 0..bytes.len() {
            assert_eq!(unpacked::<T>(&bytes[..short]), None);
        }
    }

    #[test]
    fn values_come_back_as_they_were_and_only_whole() {
        for number in [0, 1, 127, 128, u64::MAX] {
            comes_back(number);
        }
        for number in [0, -1, i64::MIN, i64::MAX] {
            comes_back(number);
        }
        comes_back(("Ærø".to_owned(), Some(true)));
        comes_back(vec![Some(Kroner::from_ore(-5)), None]);
        comes_back(Date::constant(2025, 8, 13));
        comes_back(DocumentKind::Agenda);
        comes_back([1u8, 2, 3]);
        comes_back(BTreeMap::from([("a".to_owned(), 1usize)]));
    }

    #[test]
    fn a_damaged_length_asks_for_no_memory() {
        let bytes = packed(&u64::MAX);
        assert_eq!(unpacked::<Vec<String>>(&bytes), None);
        assert_eq!(unpacked::<String>(&bytes), None);
    }
}
