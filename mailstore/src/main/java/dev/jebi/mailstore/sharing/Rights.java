package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.FlagScope;
import dev.jebi.mailstore.Flags;

import java.util.EnumSet;

/// Some rights on a mailbox (RFC 4314 §2.1).
public record Rights(int bits) {
    /// No right.
    public static final Rights NONE = new Rights(0);

    /// Every right; an owner's.
    public static final Rights ALL = new Rights((1 << Right.values().length) - 1);

    /// Any of them makes a mailbox known to somebody (RFC 4314 §4, `Any`).
    public static final Rights KNOWN =
            of(
                    Right.LOOKUP,
                    Right.READ,
                    Right.INSERT,
                    Right.CREATE,
                    Right.DELETE,
                    Right.ADMINISTER);

    /// RFC 4314 §2.1.1: what the letter `c` of RFC 2086 stands for.
    private static final Rights OLD_CREATE = of(Right.CREATE, Right.DELETE);

    /// RFC 4314 §2.1.1: what the letter `d` of RFC 2086 stands for.
    private static final Rights OLD_DELETE = of(Right.EXPUNGE, Right.DELETE_MESSAGES);

    /// These rights.
    public static Rights of(Right... rights) {
        int bits = 0;
        for (Right right : rights) {
            bits |= right.bit();
        }
        return new Rights(bits);
    }

    /// Reads letters; `c` and `d` are what RFC 4314 §2.1.1 makes of them.
    ///
    /// @throws IllegalArgumentException for a letter that is no right
    public static Rights parse(String letters) {
        var rights = NONE;
        for (int i = 0; i < letters.length(); i++) {
            rights = rights.with(parse(letters.charAt(i)));
        }
        return rights;
    }

    private static Rights parse(char letter) {
        if (letter == 'c') {
            return OLD_CREATE;
        }
        if (letter == 'd') {
            return OLD_DELETE;
        }
        for (Right right : Right.values()) {
            if (right.letter() == letter) {
                return of(right);
            }
        }
        String shown = letter > ' ' && letter < 0x7F ? " '" + letter + "'" : "";
        throw new IllegalArgumentException("there is no such right" + shown);
    }

    /// Whether it is among these.
    public boolean has(Right right) {
        return (bits & right.bit()) != 0;
    }

    /// Whether any of the others is among these.
    public boolean hasAny(Rights others) {
        return (bits & others.bits) != 0;
    }

    /// Whether all of the others are among these.
    public boolean hasAll(Rights others) {
        return (bits & others.bits) == others.bits;
    }

    /// These and the others.
    public Rights with(Rights others) {
        return new Rights(bits | others.bits);
    }

    /// These without the others.
    public Rights without(Rights others) {
        return new Rights(bits & ~others.bits);
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return bits == 0;
    }

    /// The flags that may be changed with these rights (RFC 4314 §4).
    public FlagScope flags() {
        if (hasAll(of(Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES))) {
            return FlagScope.ALL;
        }
        var system = EnumSet.noneOf(Flags.System.class);
        if (has(Right.SEEN)) {
            system.add(Flags.System.SEEN);
        }
        if (has(Right.DELETE_MESSAGES)) {
            system.add(Flags.System.DELETED);
        }
        if (has(Right.WRITE)) {
            system.add(Flags.System.ANSWERED);
            system.add(Flags.System.FLAGGED);
            system.add(Flags.System.DRAFT);
        }
        return new FlagScope(system, has(Right.WRITE));
    }

    /// The letters, without those of RFC 2086.
    public String letters() {
        var letters = new StringBuilder();
        for (Right right : Right.values()) {
            if (has(right)) {
                letters.append(right.letter());
            }
        }
        return letters.toString();
    }

    /// As IMAP tells them: RFC 4314 §2.1.1 wants `c` and `d` where any of their members is set.
    @Override
    public String toString() {
        return letters() + (hasAny(OLD_CREATE) ? "c" : "") + (hasAny(OLD_DELETE) ? "d" : "");
    }
}
