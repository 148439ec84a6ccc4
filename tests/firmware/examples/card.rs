//! Lays a card on the virtual reader of this computer until Enter is pressed: to try, with `pcscd` running, what an app
//! does with a security key.

fn main() -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        let mut card = firmware::Card::new();
        card.put_on_reader(firmware::reader::ADDRESS)?;
        std::io::stdin().read_line(&mut String::new())?;
    }

    Ok(())
}
