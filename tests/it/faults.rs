//! Faults from outside: ends at any moment, closed vaults, full disks, clocks that jump, other processes.
//!
//! What needs real processes stands in the end-to-end tests; the ledger says for every row of the list where it is
//! shown.

mod crowd;
mod items;
mod ledger;
mod lists;
mod processes;
