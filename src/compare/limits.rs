//! What a statement may reach and cost, and the watch that ends one that takes too long.

use duckdb::{Connection, InterruptHandle};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What a statement may reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The tables of the data set, for reading.
    #[default]
    Tables,
    /// Whatever DuckDB can: files, network, extensions, settings. For SQL that one has written oneself.
    Everything,
}

/// Bounds of a statement; the default is the data set's tables, DuckDB's own bounds on memory and threads, and no end.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// What it may reach.
    pub reach: Reach,
    /// Memory in bytes; `None` for four fifths of the machine's.
    pub memory: Option<u64>,
    /// Threads; `None` for one a core.
    pub threads: Option<NonZeroUsize>,
    /// Time after which it is ended; `None` for never.
    pub time: Option<Duration>,
}

/// Ends a statement after its time; dropped, it lets go.
pub(super) struct Watch {
    ended: Arc<AtomicBool>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// DuckDB forgets an interrupt that comes while a statement is being prepared, so it is told again until it hears.
    const AGAIN: Duration = Duration::from_millis(50);

    pub(super) fn start(connection: &Connection, time: Option<Duration>) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let Some(time) = time else {
            return Self {
                ended,
                stop: None,
                thread: None,
            };
        };
        let (stop, stopped) = channel();
        let handle: Arc<InterruptHandle> = connection.interrupt_handle();
        let flag = Arc::clone(&ended);
        let thread = std::thread::spawn(move || {
            let mut wait = time;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                flag.store(true, Ordering::SeqCst);
                handle.interrupt();
                wait = Self::AGAIN;
            }
        });
        Self {
            ended,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Whether the time ran out; the watch is over with it.
    pub(super) fn has_ended_it(mut self) -> bool {
        self.let_go();
        self.ended.load(Ordering::SeqCst)
    }

    fn let_go(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A watch that panicked has nothing to tell.
            let _ = thread.join();
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.let_go();
    }
}
