//! Lists that come in pages: by hand, or one after the other.

use std::{collections::HashSet, pin::Pin};

use futures_util::stream::{Stream, try_unfold};
use protocol::http::{Unexpected, What};
use serde::{Deserialize, Deserializer};

use super::{call::Call, problem::MyAccountError, token_source::TokenSource};

/// Bounds a list: a thousand items, which is far more than anybody has.
pub const MOST_PAGES: usize = 50;

/// Which page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Where it begins: [`Page::next`] of the one before. The first page when `None`.
    pub from: Option<Cursor>,
    /// How many items at most, 1 to 20; 10 when `None`.
    pub take: Option<u8>,
}

/// Where a page begins; opaque.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor(String);

/// Some items of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// A list, page by page. Nothing is sent before the first page is asked for.
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages<'a, S, T> {
    ask: Ask<'a, S, T>,
    upcoming: Option<PageRequest>,
    /// What the provider named so far, so that it cannot send us in circles.
    seen: HashSet<Cursor>,
    pages: usize,
}

/// Pages one after the other.
pub type PageStream<'a, T, E> = Pin<Box<dyn Stream<Item = Result<Page<T>, E>> + Send + 'a>>;

type Ask<'a, S, T> = Box<dyn Fn(&PageRequest) -> Call<'a, S, Page<T>> + Send + 'a>;

impl Cursor {
    /// Takes a cursor as the vendor gave it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the cursor as the vendor gave it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PageRequest {
    pub(super) fn query(&self) -> impl Iterator<Item = (&'static str, String)> {
        let from = self.from.as_ref().map(|cursor| ("from", cursor.0.clone()));
        let take = self.take.map(|count| ("take", count.to_string()));

        from.into_iter().chain(take)
    }
}

impl<'a, S: TokenSource, T: Send + 'a> Pages<'a, S, T> {
    pub(super) fn new(
        take: Option<u8>,
        ask: impl Fn(&PageRequest) -> Call<'a, S, Page<T>> + Send + 'a,
    ) -> Self {
        Self {
            ask: Box::new(ask),
            upcoming: Some(PageRequest { from: None, take }),
            seen: HashSet::new(),
            pages: 0,
        }
    }

    /// Returns the next page, or `None` after the last. After an error the same page can be asked for again.
    ///
    /// # Errors
    /// As the call for one page; and [`What::TooLarge`] for a list that has more than [`MOST_PAGES`] pages or
    /// leads back to a page that was there before.
    pub async fn next_page(&mut self) -> Result<Option<Page<T>>, S::Error> {
        let Some(request) = &self.upcoming else {
            return Ok(None);
        };
        if self.pages == MOST_PAGES {
            return Err(endless().into());
        }
        let take = request.take;
        let page = (self.ask)(request).await?;
        if let Some(cursor) = &page.next
            && !self.seen.insert(cursor.clone())
        {
            return Err(endless().into());
        }
        self.pages += 1;
        self.upcoming = page.next.clone().map(|cursor| PageRequest {
            from: Some(cursor),
            take,
        });

        Ok(Some(page))
    }

    /// Returns the pages as a stream, which ends after the last page or the first error.
    pub fn into_stream(self) -> PageStream<'a, T, S::Error> {
        Box::pin(try_unfold(self, |mut pages| async move {
            Ok(pages.next_page().await?.map(|page| (page, pages)))
        }))
    }
}

fn endless() -> MyAccountError {
    MyAccountError::Unexpected(Unexpected {
        status: Some(200),
        what: What::TooLarge,
        request_id: None,
        retry_after: None,
        rate_limit: None,
        date: None,
    })
}

/// The member `next`: absent, null or empty at the end.
pub(super) fn next<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cursor>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;

    Ok(text.filter(|text| !text.is_empty()).map(Cursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_where_next_is_absent_null_or_empty() {
        #[derive(Deserialize)]
        struct Body {
            #[serde(default, deserialize_with = "next")]
            next: Option<Cursor>,
        }
        for (body, expected) in [
            ("{}", None),
            (r#"{"next":null}"#, None),
            (r#"{"next":""}"#, None),
            (r#"{"next":"a"}"#, Some("a")),
        ] {
            let read: Body = serde_json::from_str(body).unwrap();
            assert_eq!(read.next.as_ref().map(Cursor::as_str), expected, "{body}");
        }
    }
}
