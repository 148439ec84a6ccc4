//! `GET /user`

use super::endpoint::{Access, Call, Endpoint, Outcome};
use super::session;

pub(super) const READ: Endpoint = Endpoint::new(read).access(Access::Bearer);

fn read(call: &mut Call<'_>) -> Outcome {
    Ok(session::user_to_json(&call.caller()?))
}
