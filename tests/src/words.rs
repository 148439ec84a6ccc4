//! Everything the journeys click, fill in and read, in one place. The words are those of `ui/src/**/*.en.ftl`.

/// The app has a page.
pub const ANY_SCREEN: &str = "[data-screen]";
/// First run, and the choice of a connection for a further account.
pub const WELCOME: &str = "[data-screen=welcome]";
/// Signing in, before anything was sent.
pub const SIGN_IN: &str = "[data-screen=sign-in]";
/// Signing in, while the browser is open.
pub const WAITING: &str = "[data-screen=waiting]";
/// Who you are.
pub const PROFILE: &str = "[data-screen=profile]";
/// Settings.
pub const SETTINGS: &str = "[data-screen=settings]";

/// Shows whose account is on the screen, and opens the list of all.
pub const SWITCHER: &str = "[data-testid=account-switcher]";
/// A row of that list.
pub const ACCOUNT_ROW: &str = "[data-testid=account-row]";
/// A connection to sign in at.
pub const CONNECTION_CARD: &str = "[data-testid=connection-card]";
/// Leads to the profile.
pub const TO_PROFILE: &str = "[data-testid=nav-profile]";
/// Leads to the overview.
pub const TO_OVERVIEW: &str = "[data-testid=nav-overview]";
/// How safe an account is.
pub const OVERVIEW: &str = "[data-screen=overview]";
/// What would be left after a loss.
pub const STRENGTH: &str = "If you lose something";
/// Leads to the sign-in methods.
pub const TO_METHODS: &str = "[data-testid=nav-methods]";
/// A sign-in method of the account.
pub const FACTOR: &str = "[data-testid=factor]";
/// The sheet in which a factor is added.
pub const ADD_FACTOR: &str = "[data-testid=add-factor]";
/// The sheet in which a passkey is added.
pub const ADD_PASSKEY: &str = "[data-testid=add-passkey]";
/// What stands on the key in hand for this account, one each.
pub const ON_KEY: &str = "[data-testid=on-key]";
/// Deletes it there, after a question.
pub const DELETE_ON_KEY_CONFIRM: &str = "[data-testid=delete-on-key-confirm]";
/// A key may hold a passkey that was never added.
pub const LOOSE_PASSKEY: &str = "[data-testid=loose-passkey]";
/// The sheet that asks for more proof.
pub const STEP_UP: &str = "[data-testid=step-up]";
/// Leads to what is on a key.
pub const TO_KEYS: &str = "[data-testid=keys-link] a";
/// Any sheet.
pub const DIALOG: &str = "dialog[open]";
/// What can be pressed in it.
pub const SHEET_BUTTON: &str = "dialog[open] button";
/// The field for the PIN of a key.
pub const PIN: &str = "input[name=pin]";
/// The field for a new one.
pub const NEW_PIN: &str = "input[name=new-pin]";
/// The field for the same once more.
pub const NEW_PIN_AGAIN: &str = "input[name=new-pin-again]";
/// A code to scan.
pub const QR: &str = "[data-testid=qr]";
/// The field for a code that a phone shows or was sent.
pub const ONE_TIME_CODE: &str = "input[name=one-time-code]";
/// Takes no recovery code for now.
pub const LATER_BUTTON: &str = "[data-testid=propose-later]";
/// The field for the name of a factor.
pub const FACTOR_NAME: &str = "input[name=factor-name]";
/// The field for a picture of a QR code.
pub const PICTURE_FIELD: &str = "input[name=picture]";
/// The field for a phone number.
pub const PHONE_NUMBER: &str = "input[name=phone]";
/// The field for an e-mail address that is added.
pub const ADDRESS: &str = "[data-testid=add-factor] input[name=email]";
/// The person has saved the recovery code.
pub const SAVED_BOX: &str = "[data-testid=add-factor] input[type=checkbox]";
/// A recovery code, shown once.
pub const RECOVERY_CODE: &str = "[data-testid=recovery-code]";
/// Removes a factor, after a question.
pub const REMOVE_CONFIRM: &str = "[data-testid=remove-factor-confirm]";
/// The field for the word that confirms a removal.
pub const CONFIRM_WORD: &str = "input[name=confirm]";
/// The field for the code that a removal wants.
pub const REMOVAL_CODE: &str = "[data-testid=remove-factor] input[name=code]";
/// The second step of a sign-in, and the field for its code.
pub const SECOND_STEP_CODE: &str = "[data-testid=second-step] input[name=one-time-code]";
/// Leads to the access tokens.
pub const TO_TOKENS: &str = "[data-testid=nav-tokens]";
/// An access token in the list.
pub const TOKEN: &str = "[data-testid=token]";
/// Begins to make an access token.
pub const CREATE_TOKEN: &str = "[data-testid=token-create]";
/// The field for its name.
pub const TOKEN_NAME: &str = "[data-testid=new-token] input[name=token-name]";
/// Makes it.
pub const CREATE_TOKEN_CONFIRM: &str = "[data-testid=token-create-confirm]";
/// The token itself, shown once.
pub const TOKEN_SECRET: &str = "[data-testid=token-secret]";
/// The person has saved it.
pub const TOKEN_SAVED: &str = "[data-testid=new-token] input[type=checkbox]";
/// Puts it away.
pub const TOKEN_DONE: &str = "[data-testid=token-done]";
/// Leads to the sessions.
pub const TO_SESSIONS: &str = "[data-testid=nav-sessions]";
/// Ends a session, after a question.
pub const END_SESSION_CONFIRM: &str = "[data-testid=end-session-confirm]";
/// A way of signing in, among others.
pub const WAY: &str = "[data-pick]";
/// A mail with a link is on its way.
pub const MAIL_SENT: &str = "[data-screen=mail-sent]";
/// The field for the name of a new account.
pub const NEW_NAME: &str = "input[name=name]";
/// The field for the password of a new account.
pub const NEW_PASSWORD: &str = "input[name=new-password]";
/// The field for an access token to sign in with.
pub const ACCESS_TOKEN: &str = "input[name=token]";
/// Leads to the settings.
pub const TO_SETTINGS: &str = "[data-testid=nav-settings]";
/// Asks the provider again.
pub const REFRESH: &str = "[data-testid=profile-refresh]";
/// Ends the session of the account on the screen, after a question.
pub const SIGN_OUT: &str = "[data-testid=sign-out]";
/// The answer to that question.
pub const SIGN_OUT_CONFIRM: &str = "[data-testid=sign-out-confirm]";
/// What the app has to say that nobody asked for.
pub const NOTICES: &str = "[data-testid=notices]";
/// The other ways home, after a while.
pub const NOTHING_HAPPENED: &str = "[data-testid=nothing-happened]";
/// A picture of somebody, on their profile.
pub const PORTRAIT: &str = "[data-screen=profile] img";
/// When the profile was read, once it is on the screen.
pub const CHECKED: &str = "Checked";
/// Takes a message away that would go by itself.
pub const TOAST_CLOSE: &str = "[data-testid=toast] button";
/// The field for the address somebody ended on.
pub const PASTE: &str = "input[name=callback]";
/// The field for the e-mail address.
pub const E_MAIL: &str = "input[name=email]";
/// The field for the password.
pub const PASSWORD: &str = "input[name=password]";

/// Opens the system browser.
pub const CONTINUE_IN_BROWSER: &str = "Continue in your browser";
/// Opens it again.
pub const OPEN_AGAIN: &str = "Open browser again";
/// Gives a sign-in up.
pub const CANCEL: &str = "Cancel";
/// Sends e-mail and password.
pub const SIGN_IN_SUBMIT: &str = "Sign in";
/// Leads to making an account.
pub const CREATE_ACCOUNT_INSTEAD: &str = "Create an account instead";
/// Makes it.
pub const CREATE_ACCOUNT: &str = "Create account";
/// Goes back to signing in after a mail.
pub const OPENED_LINK: &str = "I opened the link";
/// Leads to another mail for an address that is not confirmed.
pub const CONFIRM_ADDRESS: &str = "Confirm this address";
/// Asks for another mail.
pub const SEND_ANOTHER: &str = "Send another one";
/// Signs in by a code.
pub const BY_E_MAIL_CODE: &str = "Code by e-mail";
/// Signs in by an access token.
pub const BY_TOKEN: &str = "Personal access token";
/// Ends a session; when it began follows.
pub const END_SESSION: &str = "End the session that began";
/// It was ended.
pub const SESSION_ENDED: &str = "The session was ended.";
/// There is no other one.
pub const NOWHERE_ELSE: &str = "You are signed in nowhere else.";
/// Starts again, with a local address as the way home.
pub const COME_BACK_LOCALLY: &str = "Come back through a local address";
/// What the browser ends on after that.
pub const GO_BACK: &str = "Go back to Latchkey";
/// Sends the address somebody ended on.
pub const PASTE_SUBMIT: &str = "Finish signing in";
/// Takes a notice away.
pub const DISMISS: &str = "Dismiss:";
/// Leads from the account switcher to the connections.
pub const ADD_ACCOUNT: &str = "Add an account";
/// Unfolds everything the provider says.
pub const DETAILS: &str = "Details";
/// What the frame of the window says in the settings.
pub const SETTINGS_TITLE: &str = "^Settings – Latchkey$";
/// What it says on a profile, after the name.
pub const PROFILE_TITLE: &str = " – Profile – Latchkey$";
/// Uncovers what was covered while nobody looked.
pub const SHOW_AGAIN: &str = "Show it again";
/// Chooses the light theme.
pub const LIGHT: &str = "Light";
/// Chooses the dark theme.
pub const DARK: &str = "Dark";
/// Keeps a session without a keychain.
pub const KEEP_UNTIL_EXIT: &str = "Sign in until I close Latchkey";

/// Begins to add a factor; the kind follows.
pub const ADD: &str = "Add: ";
/// An authenticator app, as a kind.
pub const AUTHENTICATOR_APP: &str = "Authenticator app";
/// A passkey, as a kind.
pub const PASSKEY: &str = "Passkey";
/// The key knows several accounts.
pub const WHICH_ACCOUNT: &str = "Which account?";
/// A key is waited for.
pub const INSERT_KEY: &str = "Plug in your security key";
/// It went away too early.
pub const KEY_GONE: &str = "The key or phone was gone before this was done.";
/// Does once more what failed.
pub const TRY_AGAIN: &str = "Try again";
/// A passkey counts.
pub const PASSKEY_ADDED: &str = "Passkey added";
/// Goes on with a ceremony.
pub const CONTINUE: &str = "Continue";
/// A key has no PIN yet.
pub const CHOOSE_PIN: &str = "Choose a PIN for your key";
/// Deletes a passkey on a key, right after it was removed from the account.
pub const DELETE_ON_KEY_NOW: &str = "Delete it on the key now";
/// Leaves it there.
pub const NOT_NOW: &str = "Not now";
/// Gives the key in hand a PIN.
pub const CHANGE_PIN: &str = "Set or change the PIN";
/// It has it.
pub const PIN_CHANGED: &str = "Your key has its new PIN.";
/// Reads a key.
pub const READ_KEY: &str = "See what is on a key";
/// The account does not know what the key holds.
pub const ORPHAN: &str = "Your account no longer knows this one";
/// Deletes it; the name of the person follows.
pub const DELETE: &str = "Delete ";
/// The person has looked for a passkey that may be left over.
pub const LOOKED: &str = "I looked";
/// Nothing is left on the key.
pub const KEY_EMPTY: &str = "There is no passkey of this account on this key.";
/// Signs in again after a session was ended.
pub const SIGN_IN_AGAIN: &str = "Sign in again";
/// Signs in with a passkey.
pub const SIGN_IN_PASSKEY: &str = "Sign in with a passkey";
/// A phone, as a kind.
pub const PHONE: &str = "Phone";
/// An e-mail address, as a kind.
pub const E_MAIL_CODES: &str = "E-mail";
/// The key is in the app.
pub const SCANNED: &str = "I scanned it";
/// Unfolds the key as text, with other ways for it to get into an app.
pub const CANNOT_SCAN: &str = "Can’t scan?";
/// Unfolds the place for a picture.
pub const CHECK_PICTURE: &str = "Check a picture of a code";
/// Copies the key.
pub const COPY_KEY: &str = "Copy Key";
/// The key as text.
pub const KEY: &str = "[data-testid=totp-key] code";
/// A secret is covered as soon as somebody works elsewhere.
pub const COVER_AT_ONCE: &str = "As soon as I am away";
/// Opens the key in an authenticator app on this computer.
pub const OPEN_IN_APP: &str = "Open in an app on this computer";
/// There is no such app.
pub const NO_APP: &str = "No app on this computer takes codes like this one";
/// Offers to save the QR code.
pub const SAVE_PICTURE: &str = "Save as picture";
/// Saves it all the same.
pub const SAVE_ANYWAY: &str = "Save it";
/// A file was written.
pub const SAVED: &str = "Saved:";
/// The picture shows what the screen shows.
pub const SAME_CODE: &str = "It is the code on the screen";
/// Sends a code to a phone or an address.
pub const SEND_CODE: &str = "Send code";
/// Saves a recovery code.
pub const SAVE_AS_TEXT: &str = "Save as text";
/// Ends the setting-up of a recovery code.
pub const DONE: &str = "Done";
/// A recovery code, as a kind.
pub const RECOVERY_CODE_KIND: &str = "Recovery code";
/// Sends a code.
pub const CONFIRM: &str = "Confirm";
/// Leaves a factor without a name.
pub const NO_NAME: &str = "Not now";
/// Renames a factor; its name follows.
pub const RENAME: &str = "Rename ";
/// Saves a name.
pub const SAVE: &str = "Save";
/// Replaces a factor; its name follows.
pub const REPLACE: &str = "Replace ";
/// A replacement is not at its end.
pub const REPLACING: &str = "You began to replace";
/// Goes on with it.
pub const GO_ON: &str = "Go on";
/// Removes a factor; its name follows.
pub const REMOVE: &str = "Remove ";
/// What has to be typed where a removal weighs heavily.
pub const REMOVE_WORD: &str = "remove";

/// The session was ended here and at the provider.
pub const SIGNED_OUT: &str = "Signed out ";
/// A link was of no use.
pub const LINK_IGNORED: &str = "A link was opened that changed nothing.";
/// The person, or the provider, said no.
pub const CANCELLED: &str = "Sign-in was cancelled";
/// The provider refuses this account.
pub const BLOCKED: &str = "The provider blocks this sign-in";
/// The provider does not answer.
pub const UNREACHABLE: &str = "Latchkey cannot reach";
/// The provider cannot be reached, over a profile that was seen before.
pub const STALE: &str = "This is what was known at";
/// E-mail and password do not belong together.
pub const WRONG_PASSWORD: &str = "E-mail or password is wrong.";
/// Nothing fits on the disk any more.
pub const DISK_FULL: &str = "The disk is full";
/// The app may not write its files.
pub const NOT_WRITABLE: &str = "may not write its files";
/// No keychain.
pub const VAULT_UNAVAILABLE: &str = "No keychain was found on this system";
/// A locked keychain.
pub const VAULT_LOCKED: &str = "Your keychain is locked";
/// A keychain whose password the system asks for.
pub const VAULT_WAITING: &str = "Your system asks for the password of your keychain";
/// A keychain that the person did not open.
pub const VAULT_DENIED: &str = "Latchkey was not allowed to use your keychain";
/// Lets the system ask for the keychain's password.
pub const UNLOCK: &str = "Unlock";
/// A keychain that does not answer.
pub const VAULT_SILENT: &str = "Your keychain does not answer";
/// The session ends with the app.
pub const UNTIL_EXIT: &str = "You are signed in until you close Latchkey.";

/// The provider's own sign-in page, which is the emulator's in these journeys.
pub mod provider {
    /// The field for the e-mail address.
    pub const E_MAIL: &str = "#username";
    /// The field for the password.
    pub const PASSWORD: &str = "#password";
    /// Sends them.
    pub const SUBMIT: &str = "#sign-in";
    /// Sends somebody who is still signed in there on to the app.
    pub const CONTINUE: &str = "#continue";
    /// The field for the code of a second factor.
    pub const CODE: &str = "#code";
    /// Sends it.
    pub const VERIFY: &str = "#verify";
    /// Says no.
    pub const DENY: &str = "a[href^='/u/deny']";
}
