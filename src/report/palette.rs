//! The colours of charts: eight that the colour-blind can tell apart, in a light and a dark form.
//!
//! The hues are those of Okabe and Ito ("Color Universal Design", 2008); their lightness is moved until each has a contrast
//! of 3 to 1 against the page (WCAG 2.2, 1.4.11) while all stay apart for protanopes, deuteranopes and tritanopes: the
//! tests measure both. Beyond eight the colours come again under a hatch ([`Tier`]).

/// How many colours there are.
pub const COUNT: usize = 8;

/// The colours that a form writes into its style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Colours of municipalities and of parts, in order: CSS `--c1` to `--c8`.
    pub colours: [&'static str; COUNT],
    /// Words and axes: charts use `currentColor` in HTML.
    pub ink: &'static str,
    /// Words of less weight, such as the labels of an axis: CSS `--chart-muted`.
    pub muted: &'static str,
    /// Lines of the grid: CSS `--chart-line`.
    pub line: &'static str,
    /// What the chart stands on, seen between hatches and in hollow marks: CSS `--chart-ground`.
    pub ground: &'static str,
}

/// On a light page.
pub const LIGHT: Palette = Palette {
    colours: [
        "#124d86", "#a76600", "#139e67", "#993d01", "#1d72a2", "#752b4f", "#939200", "#616161",
    ],
    ink: "#1b1f23",
    muted: "#4b535b",
    line: "#d5d9dd",
    ground: "#ffffff",
};

/// On a dark page.
pub const DARK: Palette = Palette {
    colours: [
        "#23b3fd", "#f89d1f", "#8efbcb", "#d54e1a", "#0e8cc8", "#aa6481", "#f2e13c", "#aeaeae",
    ],
    ink: "#e8eaec",
    muted: "#b4bac0",
    line: "#3f464d",
    ground: "#14171a",
};

impl Palette {
    /// The properties that a style sheet must set for charts: `--c1: #124d86; …`.
    #[must_use]
    pub fn css(&self) -> String {
        let mut out = String::new();
        for (at, colour) in self.colours.iter().enumerate() {
            out.push_str(&format!("--c{}: {colour}; ", at + 1));
        }
        out.push_str(&format!(
            "--chart-muted: {}; --chart-line: {}; --chart-ground: {};",
            self.muted, self.line, self.ground
        ));
        out
    }
}

/// How a colour that comes again is told from the first that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// Places 0 to 7: the colour alone.
    Solid,
    /// Places 8 to 15: stripes.
    Striped,
    /// Places from 16: dots.
    Dotted,
}

/// Colour (0 to 7) and hatch of the municipality or part at `place`.
#[must_use]
pub fn of(place: usize) -> (usize, Tier) {
    let tier = match place / COUNT {
        0 => Tier::Solid,
        1 => Tier::Striped,
        _ => Tier::Dotted,
    };
    (place % COUNT, tier)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rgb = [f64; 3];

    /// Matrices of Machado, Oliveira and Fernandes (2009), full severity, for linear light.
    const SIGHTS: [(&str, [Rgb; 3]); 4] = [
        (
            "trichromat",
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        ),
        (
            "protanope",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranope",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanope",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    fn linear(hex: &str) -> Rgb {
        [1, 3, 5].map(|at| {
            let byte =
                u8::from_str_radix(&hex[at..at + 2], 16).expect("OK because a test reads it");
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn contrast(one: &str, two: &str) -> f64 {
        let luminance = |hex: &str| {
            let [r, g, b] = linear(hex);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (one, two) = (luminance(one), luminance(two));
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn seen(hex: &str, sight: &[Rgb; 3]) -> Rgb {
        let light = linear(hex);
        sight.map(|row| {
            let sum: f64 = row
                .iter()
                .zip(light)
                .map(|(weight, part)| weight * part)
                .sum();
            sum.clamp(0.0, 1.0)
        })
    }

    /// Björn Ottosson's `OKLab`, in which distance is about what people see.
    fn oklab([r, g, b]: Rgb) -> Rgb {
        let long = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let medium = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let short = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short,
            1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short,
            0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short,
        ]
    }

    #[test]
    fn every_colour_stands_out_from_the_page() {
        for (palette, grounds) in [
            (LIGHT, ["#ffffff", "#f4f5f6"]),
            (DARK, ["#14171a", "#1e2327"]),
        ] {
            for ground in grounds {
                for colour in palette.colours {
                    let found = contrast(colour, ground);
                    assert!(found >= 3.0, "{colour} on {ground}: {found:.2}");
                }
                for words in [palette.ink, palette.muted] {
                    let found = contrast(words, ground);
                    assert!(found >= 4.5, "{words} on {ground}: {found:.2}");
                }
            }
        }
    }

    #[test]
    fn colours_stay_apart_for_every_kind_of_sight() {
        for palette in [LIGHT, DARK] {
            for (name, sight) in &SIGHTS {
                for (at, one) in palette.colours.iter().enumerate() {
                    for two in &palette.colours[at + 1..] {
                        let (one_seen, two_seen) =
                            (oklab(seen(one, sight)), oklab(seen(two, sight)));
                        let distance = one_seen
                            .iter()
                            .zip(two_seen)
                            .map(|(x, y)| (x - y).powi(2))
                            .sum::<f64>()
                            .sqrt();
                        assert!(distance > 0.06, "{one} and {two}, {name}: {distance:.3}");
                    }
                }
            }
        }
    }

    #[test]
    fn seventeen_places_are_seventeen_looks() {
        let looks: std::collections::BTreeSet<_> = (0..17).map(of).collect();
        assert_eq!(looks.len(), 17);
    }

    #[test]
    fn the_style_sheet_gets_every_property() {
        let css = DARK.css();
        for property in [
            "--c1: #23b3fd;",
            "--c8: #aeaeae;",
            "--chart-ground: #14171a;",
        ] {
            assert!(css.contains(property), "{css}");
        }
    }
}
