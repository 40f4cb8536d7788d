package dev.jebi.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.SetResponse;

/// A cache that keeps answers up to a size only: who owns a zone must not be able to fill the
/// memory of those who ask it. Safe for use by several threads.
final class SmallAnswers extends Cache {
    private final int octets;

    SmallAnswers(int octets) {
        super(DClass.IN);
        this.octets = octets;
    }

    @Override
    public @Nullable SetResponse addMessage(Message answer) {
        // numBytes() is unknown here: the session has put the answer in order before.
        return answer.toWire().length > octets ? null : super.addMessage(answer);
    }
}
