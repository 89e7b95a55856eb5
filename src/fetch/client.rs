//! One request at a time, with pauses, patience and an honest name.

use super::FetchSettings;
use reqwest::StatusCode;
use reqwest::header::{ACCEPT, COOKIE, HeaderValue, RETRY_AFTER, SET_COOKIE};
use reqwest::redirect::Policy;
use std::time::Duration;

/// Bytes that an answer may have.
const MAX_BYTES: usize = 64 << 20;
/// A site that asks for a longer wait is asked again another day.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// What the program calls itself.
const NAME: &str = concat!(
    "tvaersnit/",
    env!("CARGO_PKG_VERSION"),
    " (reads public agendas and minutes, one request at a time)"
);

/// Why an address gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The server answered with an error.
    #[error("the server answered {0}")]
    Status(u16),
    /// The answer did not come, or not whole.
    #[error("{0}")]
    Connection(String),
    /// The answer is no meeting.
    #[error("the answer is {0}")]
    Content(String),
    /// The answer is too large.
    #[error("the answer has more than {MAX_BYTES} bytes")]
    TooLarge,
}

/// What came of one attempt.
enum Attempt {
    Done(Vec<u8>),
    Never(Refused),
    Later(Refused, Option<Duration>),
}

/// The client with its runtime.
pub struct Client {
    runtime: tokio::runtime::Runtime,
    http: reqwest::Client,
    /// Follows no redirection, so that a cookie on the way is seen.
    direct: reqwest::Client,
    pause: Duration,
    attempts: u32,
    back_off: Duration,
    asked: bool,
    cookie: Option<HeaderValue>,
}

impl Client {
    /// A client as patient as `settings` say.
    pub fn new(settings: &FetchSettings) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let build = |follow: Policy| {
            reqwest::Client::builder()
                .user_agent(NAME)
                .timeout(settings.patience)
                .redirect(follow)
                .build()
                .map_err(|error| cause(&error))
        };
        let (http, direct) = (build(Policy::limited(5))?, build(Policy::none())?);
        Ok(Self {
            runtime,
            http,
            direct,
            pause: settings.pause,
            attempts: settings.attempts.max(1),
            back_off: settings.back_off,
            asked: false,
            cookie: None,
        })
    }

    /// Does what the site's own page does for a visitor without a name: some sites answer only those who carry
    /// the cookie that this gives. Returns whether there is one.
    pub fn greet(&mut self, site: &str) -> bool {
        std::thread::sleep(self.pause);
        let address = format!("{site}/Home/AnonymousAuthentication?callback={site}/");
        let cookies = self.runtime.block_on(cookies(&self.direct, &address));
        self.cookie = HeaderValue::from_str(&cookies.join("; "))
            .ok()
            .filter(|cookie| !cookie.is_empty());
        self.cookie.is_some()
    }

    /// The whole answer of `address`.
    ///
    /// # Errors
    /// Why there is none, after all attempts.
    pub fn get(&mut self, address: &str) -> Result<Vec<u8>, Refused> {
        if std::mem::replace(&mut self.asked, true) {
            std::thread::sleep(self.pause);
        }
        let mut wait = self.back_off;
        for attempt in 1.. {
            let (refused, asked) =
                match self
                    .runtime
                    .block_on(once(&self.http, address, self.cookie.as_ref()))
                {
                    Attempt::Done(bytes) => return Ok(bytes),
                    Attempt::Never(refused) => return Err(refused),
                    Attempt::Later(refused, asked) => (refused, asked),
                };
            if attempt >= self.attempts || asked.is_some_and(|asked| asked > LONGEST_WAIT) {
                return Err(refused);
            }
            std::thread::sleep(asked.unwrap_or_default().max(wait));
            wait = wait.saturating_mul(2).min(LONGEST_WAIT);
        }
        unreachable!("the loop ends with the last attempt")
    }
}

async fn cookies(http: &reqwest::Client, address: &str) -> Vec<String> {
    let Ok(answer) = http.get(address).send().await else {
        return Vec::new();
    };
    let set = answer.headers().get_all(SET_COOKIE).iter();
    set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
        .map(|cookie| cookie.trim().to_owned())
        .collect()
}

async fn once(http: &reqwest::Client, address: &str, cookie: Option<&HeaderValue>) -> Attempt {
    let mut request = http.get(address).header(ACCEPT, "application/json");
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    let answer = request.send().await;
    let mut answer = match answer {
        Ok(answer) => answer,
        Err(error) if error.is_builder() => {
            return Attempt::Never(Refused::Connection(cause(&error)));
        }
        Err(error) => return Attempt::Later(Refused::Connection(cause(&error)), None),
    };
    let status = answer.status();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        let asked = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|wait| wait.to_str().ok()?.parse().ok())
            .map(Duration::from_secs);
        return Attempt::Later(Refused::Status(status.as_u16()), asked);
    }
    if !status.is_success() {
        return Attempt::Never(Refused::Status(status.as_u16()));
    }
    let mut bytes = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > MAX_BYTES => {
                return Attempt::Never(Refused::TooLarge);
            }
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Attempt::Done(bytes),
            Err(error) => return Attempt::Later(Refused::Connection(cause(&error)), None),
        }
    }
}

/// An error with what lies behind it, in one line, without the address, which the caller knows.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "the answer did not come in time".to_owned();
    }
    let mut words = Vec::new();
    let mut source: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = source {
        words.push(error.to_string());
        source = error.source();
    }
    if words.is_empty() {
        error.to_string()
    } else {
        words.join(": ")
    }
}
