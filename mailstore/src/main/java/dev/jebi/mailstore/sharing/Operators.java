package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;

import java.io.IOException;

/// Accounts whose people run the server and may set quotas over IMAP (RFC 9208 §4.1.3). Safe for
/// use by several threads.
public final class Operators {
    private static final String KIND = "operator";
    private static final byte[] YES = {'1'};

    private final Register register;

    /// Of a store.
    public Operators(Register register) {
        this.register = register;
    }

    private static Name name(AccountId account) {
        return Name.of(account, KIND, KIND);
    }

    /// Whether an account is an operator's.
    public boolean is(AccountId account) throws IOException {
        return register.value(name(account)).isPresent();
    }

    /// Says whether it is.
    public void set(AccountId account, boolean operator) throws IOException {
        boolean _ = operator ? register.put(name(account), YES) : register.remove(name(account));
    }
}
