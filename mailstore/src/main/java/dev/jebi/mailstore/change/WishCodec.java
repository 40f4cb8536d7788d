package dev.jebi.mailstore.change;

import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What goes along with queued mail as octets, the same in records and in rows. Numbers of
/// constants are written, so those here keep theirs for ever.
public final class WishCodec {
    private static final Body[] BODIES = Body.values();
    private static final Returned[] RETURNED = Returned.values();
    private static final TlsWish[] TLS = TlsWish.values();
    private static final DeliverBy.Mode[] MODES = DeliverBy.Mode.values();

    private WishCodec() {}

    /// What goes along with a message.
    ///
    /// @param lane the number of its lane
    /// @param trace the message's number in trace fields and logs
    public record Along(DeliveryWishes wishes, int lane, String trace) {
        /// Nothing.
        public static final Along NOTHING = new Along(DeliveryWishes.NONE, 0, "");

        /// How many chars and numbers it has at most, for bounds of records.
        public int chars() {
            return 60 + trace.length() + wishes.envelopeId().map(String::length).orElse(0);
        }
    }

    /// As octets.
    public static byte[] octets(Along along) {
        var packer = new Packer();
        write(packer, along);
        return octets(packer);
    }

    /// As octets.
    public static byte[] octets(RecipientWishes wishes) {
        var packer = new Packer();
        write(packer, wishes);
        return octets(packer);
    }

    private static byte[] octets(Packer packer) {
        var packed = packer.packed();
        var octets = new byte[packed.remaining()];
        packed.get(octets);
        return octets;
    }

    /// Reads what [#octets(Along)] wrote; no octets are nothing.
    public static Along along(byte[] octets) {
        return octets.length == 0 ? Along.NOTHING : along(new Unpacker(ByteBuffer.wrap(octets)));
    }

    /// Reads what [#octets(RecipientWishes)] wrote; no octets are nothing.
    public static RecipientWishes recipient(byte[] octets) {
        return octets.length == 0
                ? RecipientWishes.NONE
                : recipient(new Unpacker(ByteBuffer.wrap(octets)));
    }

    /// How many chars and numbers it has at most, for bounds of records.
    public static int chars(RecipientWishes wishes) {
        return 20 + wishes.original().map(o -> o.type().length() + o.address().length()).orElse(0);
    }

    static void write(Packer out, Along along) {
        var wishes = along.wishes();
        out.number(wishes.body().ordinal())
                .number(wishes.returned().map(r -> r.ordinal() + 1).orElse(0))
                .flag(wishes.envelopeId().isPresent())
                .text(wishes.envelopeId().orElse(""))
                .number(wishes.tls().ordinal())
                .number(wishes.holdUntil().map(Instant::toEpochMilli).orElse(0L))
                .number(wishes.deliverBy().map(by -> by.mode().ordinal() + 1).orElse(0))
                .number(wishes.deliverBy().map(by -> by.at().toEpochMilli()).orElse(0L))
                .flag(wishes.deliverBy().map(DeliverBy::trace).orElse(false))
                .number(wishes.priority() - DeliveryWishes.LEAST_PRIORITY)
                .number(along.lane())
                .text(along.trace());
    }

    static Along along(Unpacker in) {
        var body = one(BODIES, in.small());
        int returned = in.small();
        boolean named = in.flag();
        String envelopeId = in.text();
        var tls = one(TLS, in.small());
        long hold = in.number();
        int mode = in.small();
        long by = in.number();
        boolean trace = in.flag();
        var wishes =
                new DeliveryWishes(
                        body,
                        returned == 0 ? Optional.empty() : Optional.of(one(RETURNED, returned - 1)),
                        named ? Optional.of(envelopeId) : Optional.empty(),
                        tls,
                        hold == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(hold)),
                        mode == 0
                                ? Optional.empty()
                                : Optional.of(
                                        new DeliverBy(
                                                Instant.ofEpochMilli(by),
                                                one(MODES, mode - 1),
                                                trace)),
                        in.small() + DeliveryWishes.LEAST_PRIORITY);
        return new Along(wishes, in.small(), in.text());
    }

    private static <T> T one(T[] constants, int number) {
        if (number < 0 || number >= constants.length) {
            throw new IllegalArgumentException("no constant has the number " + number);
        }
        return constants[number];
    }

    static void write(Packer out, RecipientWishes wishes) {
        out.number(wishes.notices().map(set -> 1 + bits(set)).orElse(0))
                .flag(wishes.original().isPresent())
                .text(wishes.original().map(OriginalRecipient::type).orElse(""))
                .text(wishes.original().map(OriginalRecipient::address).orElse(""));
    }

    private static int bits(Set<Notice> notices) {
        return notices.stream().mapToInt(notice -> 1 << notice.ordinal()).sum();
    }

    static RecipientWishes recipient(Unpacker in) {
        int bits = in.small();
        boolean original = in.flag();
        String type = in.text();
        String address = in.text();
        return new RecipientWishes(
                bits == 0 ? Optional.empty() : Optional.of(notices(bits - 1)),
                original ? Optional.of(new OriginalRecipient(type, address)) : Optional.empty());
    }

    private static Set<Notice> notices(int bits) {
        var notices = EnumSet.noneOf(Notice.class);
        for (Notice notice : Notice.values()) {
            if ((bits & 1 << notice.ordinal()) != 0) {
                notices.add(notice);
            }
        }
        return notices;
    }
}
