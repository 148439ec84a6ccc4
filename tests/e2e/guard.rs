//! What stands between the person's accounts and a script in the window, a process that ends, and a strange machine.

mod calls;
mod processes;
mod release;
mod scripts;
mod surroundings;
