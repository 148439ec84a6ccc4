## Settings

settings-appearance = Appearance
settings-theme = Theme
theme-system = System
theme-light = Light
theme-dark = Dark
settings-language = Language
language-system = Same as the system
settings-sign-in = Signing in
settings-redirect = Way back from the browser
settings-redirect-hint = For new connections and sign-ins. The provider has to allow the address.
settings-secrets = Secrets on the screen
settings-cover = When to cover keys and recovery codes
cover-idle = When nobody stirs
cover-idle-hint = After a minute, or half a minute in another window. Apps on this computer can read a QR code off the screen.
cover-away = As soon as I am away
cover-away-hint = At once when you work in another window, and when nobody stirs.
settings-connections = Connections
settings-connections-count =
    { $count ->
        [0] None yet
        [one] One connection
       *[other] { $count } connections
    }
settings-about = About
about-version = Version
about-system = System
about-vault = Sessions are kept in
about-vault-closed = Nowhere at the moment
about-data = Files
about-preset = Connections of your organisation
about-log = Log
settings-reset = Start over
settings-reset-lead = Signs out every account and deletes all files of { -app } on this computer.
reset-action = Reset { -app }…
reset-title = Reset { -app }?
reset-body =
    { $count ->
        [0] All connections you added and all settings are deleted.
        [one] One account is signed out. All connections you added and all settings are deleted.
       *[other] { $count } accounts are signed out. All connections you added and all settings are deleted.
    }
reset-word = reset
reset-confirm = Reset everything
resetting = Resetting…
reset-done = { -app } was reset.
