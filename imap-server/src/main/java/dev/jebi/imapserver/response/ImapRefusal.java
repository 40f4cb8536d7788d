package dev.jebi.imapserver.response;

import java.util.Optional;

/// A command that ends with NO or BAD: the finished response but for its tag.
public final class ImapRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ImapResponse.Condition condition;
    private final transient Optional<ResponseCode> code;

    private ImapRefusal(
            ImapResponse.Condition condition, Optional<ResponseCode> code, String text) {
        super(text, null, false, false);
        this.condition = condition;
        this.code = code;
    }

    /// NO with a code.
    public static ImapRefusal no(ResponseCode code, String text) {
        return new ImapRefusal(ImapResponse.Condition.NO, Optional.of(code), text);
    }

    /// NO.
    public static ImapRefusal no(String text) {
        return new ImapRefusal(ImapResponse.Condition.NO, Optional.empty(), text);
    }

    /// BAD.
    public static ImapRefusal bad(String text) {
        return new ImapRefusal(ImapResponse.Condition.BAD, Optional.empty(), text);
    }

    /// BAD with a code.
    public static ImapRefusal bad(ResponseCode code, String text) {
        return new ImapRefusal(ImapResponse.Condition.BAD, Optional.of(code), text);
    }

    /// Whether it is BAD.
    public boolean bad() {
        return condition == ImapResponse.Condition.BAD;
    }

    /// The response where there is no tag to answer under.
    public ImapResponse untagged() {
        return new ImapResponse.Untagged(condition, code, "" + getMessage());
    }

    /// The response.
    public ImapResponse tagged(String tag) {
        return new ImapResponse.Tagged(tag, condition, code, "" + getMessage());
    }
}
