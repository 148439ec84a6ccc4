//! The hook that sees every call pass.

use std::{fmt, sync::Arc};

/// A request that is about to leave. It holds neither a body nor a header, nor the query of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// The HTTP method, in capitals.
    pub method: &'a str,
    /// The path of the address, its prefix included.
    pub path: &'a str,
    /// How many attempts of this call were made before.
    pub retries: u32,
}

/// The end of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The HTTP status; `None` where no answer came.
    pub status: Option<u16>,
}

/// A function in the chain between a client and the network: it sees each attempt of each call, and may add headers.
///
/// It can neither read nor change a body, a token or an answer, and cannot replace `Authorization` and
/// `Content-Type`. It must not block: it runs on the task of the caller.
pub trait ChainFunction: Send + Sync {
    /// Returns the headers to add to a request. Those of functions that were pushed later win, and those that the
    /// caller gave to the one call win over all.
    fn request(&self, request: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let _ = request;

        Vec::new()
    }

    /// Learns how a request ended.
    fn answer(&self, request: &Outgoing<'_>, answer: &Incoming) {
        let _ = (request, answer);
    }
}

/// The functions of one client, first pushed first.
#[derive(Clone, Default)]
pub(crate) struct Chain(Vec<Arc<dyn ChainFunction>>);

impl Chain {
    pub(crate) fn push(&mut self, function: Arc<dyn ChainFunction>) {
        self.0.push(function);
    }

    pub(crate) fn request(&self, request: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        self.0
            .iter()
            .flat_map(|function| function.request(request))
            .collect()
    }

    pub(crate) fn answer(&self, request: &Outgoing<'_>, answer: Incoming) {
        // The other way round: the last one stands next to the network.
        for function in self.0.iter().rev() {
            function.answer(request, &answer);
        }
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({})", self.0.len())
    }
}
