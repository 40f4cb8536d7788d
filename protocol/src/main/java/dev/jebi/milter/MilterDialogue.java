package dev.jebi.milter;

import dev.jebi.content.Content;
import dev.jebi.milter.MilterPackets.Body;
import dev.jebi.milter.MilterPackets.Packet;
import dev.jebi.milter.MilterVerdict.Discarded;
import dev.jebi.milter.MilterVerdict.Edit;
import dev.jebi.milter.MilterVerdict.Refused;
import dev.jebi.milter.MilterVerdict.Taken;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One message's way through one milter. The whole message has come before the milter hears of it;
/// it is shown everything in the order of SMTP all the same. For one thread.
public final class MilterDialogue {
    private static final int VERSION = 6;

    /// What it may do: add fields, change the body, change fields, quarantine.
    private static final int ACTIONS = 0x01 | 0x02 | 0x10 | 0x20;

    /// What it may leave out, and what it need not answer: all that there is.
    private static final int PROTOCOL = 0x1FFFFF;

    private static final int CHUNK = 65_535;
    private static final int LARGEST_BODY = 64 << 20;
    private static final int MOST_EDITS = 1_000;

    /// Octets of the fields that it adds and changes, together.
    private static final int LARGEST_EDITS = 1 << 20;

    /// A step: its letter, and the bits of a milter that does not want it, or does not answer it.
    private enum Step {
        CONNECT('C', 0x01, 0x1000),
        HELO('H', 0x02, 0x2000),
        MAIL('M', 0x04, 0x4000),
        RCPT('R', 0x08, 0x8000),
        DATA('T', 0x200, 0x10000),
        HEADER('L', 0x20, 0x80),
        END_OF_HEADER('N', 0x40, 0x40000),
        BODY('B', 0x10, 0x80000);

        private final char letter;
        private final int unwanted;
        private final int unanswered;

        Step(char letter, int unwanted, int unanswered) {
            this.letter = letter;
            this.unwanted = unwanted;
            this.unanswered = unanswered;
        }
    }

    private final MilterPackets packets;
    private final MilterMail mail;
    private final List<Edit> edits = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<String> quarantine = Optional.empty();
    private int editOctets;
    private boolean bodyReplaced;
    private boolean bodyEnough;
    private int protocol;

    private MilterDialogue(MilterPackets packets, MilterMail mail) {
        this.packets = packets;
        this.mail = mail;
    }

    /// Shows a milter a message.
    ///
    /// @throws IOException when the connection fails, or the milter does not keep to the protocol
    public static MilterVerdict run(InputStream in, OutputStream out, MilterMail mail)
            throws IOException {
        return new MilterDialogue(new MilterPackets(in, out), mail).run();
    }

    private MilterVerdict run() throws IOException {
        negotiate();
        var verdict = envelope();
        if (verdict.isEmpty()) {
            verdict = content();
        }
        packets.send('Q', new byte[0]);
        return verdict.orElseGet(this::taken);
    }

    private void negotiate() throws IOException {
        packets.send('O', new Body().number(VERSION).number(ACTIONS).number(PROTOCOL).octets());
        var answer = packets.receive();
        if (answer.letter() != 'O') {
            throw strange(answer);
        }
        int version = answer.number(0);
        int wanted = answer.number(4);
        protocol = answer.number(8);
        if (version < 2 || version > VERSION || (wanted & ~ACTIONS) != 0) {
            throw new IOException(
                    "it speaks version "
                            + version
                            + " and wants to do what is not offered ("
                            + Integer.toHexString(wanted)
                            + ")");
        }
    }

    private Optional<MilterVerdict> envelope() throws IOException {
        macros('C', "j", mail.hostname(), "{daemon_name}", "jebi", "v", "Jebi");
        var verdict = step(Step.CONNECT, connection());
        if (verdict.isPresent()) {
            return verdict;
        }
        macros('H', "{tls_version}", mail.tls());
        verdict = step(Step.HELO, new Body().text(mail.helo()).octets());
        if (verdict.isPresent()) {
            return verdict;
        }
        macros('M', "i", mail.id(), "{mail_addr}", mail.from());
        verdict = step(Step.MAIL, new Body().text("<" + mail.from() + ">").octets());
        for (String to : mail.recipients()) {
            if (verdict.isPresent()) {
                return verdict;
            }
            macros('R', "{rcpt_addr}", to);
            verdict = step(Step.RCPT, new Body().text("<" + to + ">").octets());
        }
        return verdict;
    }

    private byte[] connection() {
        String address = mail.client().getHostAddress();
        boolean four = mail.client() instanceof Inet4Address;
        return new Body()
                .text("[" + address + "]")
                .octet(four ? '4' : '6')
                .octet(0)
                .octet(25)
                .text(four ? address : "IPv6:" + address)
                .octets();
    }

    private Optional<MilterVerdict> content() throws IOException {
        macros('T', "i", mail.id());
        var verdict = step(Step.DATA, new byte[0]);
        boolean space = (protocol & 0x100000) != 0; // it wants to see the space behind the colon
        for (MilterMail.Field field : mail.fields()) {
            if (verdict.isPresent()) {
                return verdict;
            }
            String value = field.value().replace("\r\n", "\n");
            String shown = space || !value.startsWith(" ") ? value : value.substring(1);
            verdict = step(Step.HEADER, new Body().text(field.name()).text(shown).octets());
        }
        if (verdict.isEmpty()) {
            verdict = step(Step.END_OF_HEADER, new byte[0]);
        }
        for (long at = 0; at < mail.body().size() && !bodyEnough; at += CHUNK) {
            if (verdict.isPresent()) {
                return verdict;
            }
            verdict = step(Step.BODY, mail.body().octets(at, CHUNK));
        }
        return verdict.isPresent() ? verdict : end();
    }

    /// The end of the message, where a milter says what it wants to be changed.
    private Optional<MilterVerdict> end() throws IOException {
        macros('E', "i", mail.id());
        packets.send('E', new byte[0]);
        while (true) {
            var answer = packets.receive();
            switch (answer.letter()) {
                case 'h' -> edit(add(answer), answer);
                case 'i' -> edit(insert(answer), answer);
                case 'm' -> edit(change(answer), answer);
                case 'b' -> replace(answer.octets());
                case 'q' ->
                        quarantine = answer.texts(0).stream().findFirst().or(() -> Optional.of(""));
                case 'p' -> {} // it needs more time
                default -> {
                    return decision(answer);
                }
            }
        }
    }

    private void edit(Edit edit, Packet answer) throws IOException {
        editOctets += answer.octets().length; // a packet has a megabyte at most
        if (edits.size() >= MOST_EDITS || editOctets > LARGEST_EDITS) {
            throw new IOException("it changes too much");
        }
        edits.add(edit);
    }

    private void replace(byte[] octets) throws IOException {
        bodyReplaced = true;
        if (body.size() + octets.length > LARGEST_BODY) {
            throw new IOException("its body is too large");
        }
        body.writeBytes(octets);
    }

    private static Edit add(Packet answer) throws IOException {
        var texts = texts(answer, 0);
        return new MilterVerdict.Add(texts.get(0), texts.get(1));
    }

    private static Edit insert(Packet answer) throws IOException {
        var texts = texts(answer, 4);
        return new MilterVerdict.Insert(answer.number(0), texts.get(0), texts.get(1));
    }

    private static Edit change(Packet answer) throws IOException {
        var texts = texts(answer, 4);
        return new MilterVerdict.Change(answer.number(0), texts.get(0), texts.get(1));
    }

    /// A name and a value.
    private static List<String> texts(Packet answer, int from) throws IOException {
        var texts = new ArrayList<>(answer.texts(from));
        if (texts.size() == 1) {
            texts.add("");
        }
        if (texts.size() < 2 || !texts.get(0).matches("[!-9;-~]{1,255}")) {
            throw strange(answer);
        }
        return texts;
    }

    private Optional<MilterVerdict> step(Step step, byte[] octets) throws IOException {
        if ((protocol & step.unwanted) != 0) {
            return Optional.empty();
        }
        packets.send(step.letter, octets);
        if ((protocol & step.unanswered) != 0) {
            return Optional.empty();
        }
        var answer = packets.receive();
        while (answer.letter() == 'p') {
            answer = packets.receive();
        }
        return answer.letter() == 'c' ? Optional.empty() : decision(answer);
    }

    private Optional<MilterVerdict> decision(Packet answer) throws IOException {
        return switch (answer.letter()) {
            case 'c' -> Optional.of(taken());
            case 's' -> { // enough of the body
                bodyEnough = true;
                yield Optional.empty();
            }
            case 'a' -> Optional.of(taken());
            case 'd' -> Optional.of(new Discarded());
            case 'r' -> Optional.of(new Refused(false, Optional.empty()));
            case 't' -> Optional.of(new Refused(true, Optional.empty()));
            case 'y' -> Optional.of(reply(answer));
            default -> throw strange(answer);
        };
    }

    private static MilterVerdict reply(Packet answer) throws IOException {
        String text = answer.texts(0).stream().findFirst().orElse("");
        if (!text.matches("(?s)[45][0-9]{2}.*")) {
            throw strange(answer);
        }
        return new Refused(text.startsWith("4"), Optional.of(text));
    }

    private MilterVerdict taken() {
        return new Taken(
                edits,
                bodyReplaced ? Optional.of(Content.of(body.toByteArray())) : Optional.empty(),
                quarantine);
    }

    /// Facts that go before a step, by their names.
    private void macros(char step, String... pairs) throws IOException {
        var octets = new Body().octet(step);
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                octets.text(pairs[i]).text(pairs[i + 1]);
            }
        }
        packets.send('D', octets.octets());
    }

    private static IOException strange(Packet answer) {
        return new IOException(
                "an answer that makes no sense here: "
                        + String.format(Locale.ROOT, "%02x", (int) answer.letter())
                        + " "
                        + answer.octets().length);
    }

    /// The octets of a text that stands in a header field.
    public static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
