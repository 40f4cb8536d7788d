package dev.jebi.imapserver.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.PartialRange;
import dev.jebi.imapserver.response.ImapResponse.Condition;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.UidValidity;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.ImapEnvelope;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageHeadCodec;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.mime.ReadyHead;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class ImapEncoderTest {
    /// Responses as text, one char an octet.
    static String encode(ImapResponse... responses) throws IOException {
        var wire = new ByteArrayOutputStream();
        var encoder = encoder(wire);
        for (ImapResponse response : responses) {
            encoder.write(response);
        }
        encoder.drain();
        return wire.toString(StandardCharsets.ISO_8859_1);
    }

    private static ImapEncoder encoder(ByteArrayOutputStream wire) {
        return new ImapEncoder(
                new ImapEncoder.Output() {
                    @Override
                    public void octets(byte[] octets, int length) {
                        wire.write(octets, 0, length);
                    }

                    @Override
                    public void content(Content content) throws IOException {
                        content.writeTo(wire);
                    }
                });
    }

    /// What is told of a stored head: from its octets where it stands ready.
    static String ready(MessageHead head) throws IOException {
        var wire = new ByteArrayOutputStream();
        var encoder = encoder(wire);
        var ready = new ReadyHead();
        boolean opened = ready.open(ByteBuffer.wrap(MessageHeadCodec.encode(head)));
        encoder.fetched(
                1,
                false,
                line -> {
                    if (opened) {
                        line.envelope(ready);
                        line.structure(ready);
                    } else {
                        line.envelope(head.envelope());
                        line.structure(head.structure(), true);
                    }
                });
        encoder.drain();
        return wire.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void linesWrittenValueByValueAreTheSame() throws IOException {
        var head =
                MessageParser.parse(
                        Content.of(
                                """
                                From: "A \\" b" <a@b.test>, group: x@y, z@q;
                                Sender: s@t
                                Subject: caf\u00e9 in a literal
                                Content-Type: multipart/mixed; boundary=b

                                --b
                                Content-Type: message/rfc822

                                From: i@n

                                inner
                                --b
                                Content-Type: message/global

                                From: g@l

                                inner
                                --b--
                                """
                                        .replace("\n", "\r\n")
                                        .getBytes(StandardCharsets.ISO_8859_1)),
                        MimeLimits.STANDARD);
        assertThat(new ReadyHead().open(ByteBuffer.wrap(MessageHeadCodec.encode(head)))).isTrue();
        assertThat(MessageHeadCodec.decode(ByteBuffer.wrap(MessageHeadCodec.encode(head))))
                .isEqualTo(head);
        assertThat(ready(head))
                .isEqualTo(
                        encode(
                                new ImapResponse.Fetched(
                                        1,
                                        List.of(
                                                new FetchValue.EnvelopeIs(head.envelope()),
                                                new FetchValue.Structure(
                                                        head.structure(), true)))));
    }

    @Test
    void plainValuesWrittenOneByOneAreTheSame() throws IOException {
        var wire = new ByteArrayOutputStream();
        var encoder = encoder(wire);
        for (long second : new long[] {1_700_000_000L, -1, 86_399, 253_402_300_799L}) {
            encoder.fetched(
                    7,
                    false,
                    line -> {
                        line.uid(9);
                        line.flags(Flags.of("\\Seen", "$x"), true);
                        line.flags(Flags.NONE, true);
                        line.internalDate(second);
                        line.size(77);
                        line.modSeq(5);
                    });
            encoder.drain();
            assertThat(wire.toString(StandardCharsets.ISO_8859_1))
                    .isEqualTo(
                            encode(
                                    new ImapResponse.Fetched(
                                            7,
                                            List.of(
                                                    new FetchValue.UidIs(new Uid(9)),
                                                    new FetchValue.FlagsAre(
                                                            Flags.of("\\Seen", "$x"), true),
                                                    new FetchValue.FlagsAre(Flags.NONE, true),
                                                    new FetchValue.InternalDate(
                                                            Instant.ofEpochSecond(second)),
                                                    new FetchValue.Size(77),
                                                    new FetchValue.ModSeqIs(new ModSeq(5))))));
            wire.reset();
        }
        encoder.fetched(1, false, line -> {});
        encoder.drain();
        assertThat(wire.toString(StandardCharsets.ISO_8859_1)).isEqualTo("* 1 FETCH ()\r\n");
    }

    private static String code(ResponseCode code) throws IOException {
        return encode(ImapResponse.Untagged.ok(code, "x"));
    }

    @Test
    void codesAreWrittenAsTheirRfcsHaveThem() throws IOException {
        assertThat(code(new ResponseCode.PermanentFlags(Flags.NONE, true)))
                .isEqualTo("* OK [PERMANENTFLAGS (\\*)] x\r\n");
        assertThat(code(new ResponseCode.PermanentFlags(Flags.of("\\Seen", "a"), false)))
                .isEqualTo("* OK [PERMANENTFLAGS (\\Seen a)] x\r\n");
        assertThat(
                        code(
                                new ResponseCode.CopyUid(
                                        new UidValidity(9),
                                        uids(1, 2, 3, 7),
                                        uids(20, 21, 30, 31))))
                .isEqualTo("* OK [COPYUID 9 1:3,7 20:21,30:31] x\r\n");
        assertThat(code(new ResponseCode.AppendUid(new UidValidity(9), uids(5))))
                .isEqualTo("* OK [APPENDUID 9 5] x\r\n");
        assertThat(code(new ResponseCode.Modified(UidSet.of(7, 9))))
                .isEqualTo("* OK [MODIFIED 7,9] x\r\n");
        assertThat(code(ResponseCode.Word.READ_ONLY)).isEqualTo("* OK [READ-ONLY] x\r\n");
    }

    private static List<Uid> uids(long... values) {
        return java.util.Arrays.stream(values).mapToObj(Uid::new).toList();
    }

    @Test
    void textFromOutsideCannotBreakOut() throws IOException {
        assertThat(
                        encode(
                                new ImapResponse.Tagged(
                                        "a", Condition.NO, Optional.empty(), "x\r\na OK 보")))
                .isEqualTo("a NO x??a OK ?\r\n");
    }

    @Test
    void namesAreBareWhereThatIsPlain() throws IOException {
        assertThat(listed("INBOX")).isEqualTo("* LIST () \"/\" INBOX\r\n");
        assertThat(listed("nil")).isEqualTo("* LIST () \"/\" \"nil\"\r\n");
        assertThat(listed("a b")).isEqualTo("* LIST () \"/\" \"a b\"\r\n");
        assertThat(listed("a\"\\")).isEqualTo("* LIST () \"/\" \"a\\\"\\\\\"\r\n");
        assertThat(listed("보낸")).isEqualTo("* LIST () \"/\" &vPSwuA-\r\n");
        assertThat(listed("100%")).isEqualTo("* LIST () \"/\" \"100%\"\r\n");
    }

    private static String listed(String name) throws IOException {
        return encode(new ImapResponse.Listed(false, List.of(), name, List.of()));
    }

    /// Quirk 6: quotes are escaped, nothing of eight bits stands in a quoted string, and NIL is not
    /// the empty string.
    @Test
    void envelopeKeepsToTheGrammar() throws IOException {
        var address =
                new ImapAddress(
                        Optional.of("\u00eb\u00b3\u00b4"),
                        Optional.empty(),
                        Optional.of("a\"b"),
                        Optional.of(""));
        var envelope =
                new ImapEnvelope(
                        Optional.empty(),
                        Optional.of(""),
                        List.of(address),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of("a\r\nb\0"),
                        Optional.of("<\"x\\y\"@a.test>"));
        assertThat(
                        encode(
                                new ImapResponse.Fetched(
                                        3, List.of(new FetchValue.EnvelopeIs(envelope)))))
                .isEqualTo(
                        "* 3 FETCH (ENVELOPE (NIL \"\" (({3}\r\n\u00eb\u00b3\u00b4 NIL \"a\\\"b\""
                                + " \"\")) NIL NIL NIL NIL NIL {4}\r\na\r\nb"
                                + " \"<\\\"x\\\\y\\\"@a.test>\"))\r\n");
    }

    @Test
    void fetchedOctetsAreLiteralsOfTheirSize() throws IOException {
        var content = Content.of("a\r\n\0b".getBytes(StandardCharsets.US_ASCII));
        assertThat(
                        encode(
                                new ImapResponse.Fetched(
                                        7,
                                        List.of(
                                                new FetchValue.UidIs(new Uid(4294967295L)),
                                                new FetchValue.Octets("BODY[]<0>", content),
                                                new FetchValue.NoOctets("BODY[9]"),
                                                new FetchValue.FlagsAre(Flags.NONE, true),
                                                new FetchValue.InternalDate(Instant.EPOCH),
                                                new FetchValue.ModSeqIs(
                                                        new ModSeq(Long.MAX_VALUE))))))
                .isEqualTo(
                        "* 7 FETCH (UID 4294967295 BODY[]<0> {5}\r\na\r\n\0b BODY[9] NIL FLAGS"
                                + " (\\Recent) INTERNALDATE \"01-Jan-1970 00:00:00 +0000\" MODSEQ"
                                + " (9223372036854775807))\r\n");
    }

    @Test
    void searchResponsesTellWhatWasAsked() throws IOException {
        assertThat(encode(new ImapResponse.Found(new long[] {1, 22}, Optional.of(new ModSeq(5)))))
                .isEqualTo("* SEARCH 1 22 (MODSEQ 5)\r\n");
        assertThat(
                        encode(
                                new ImapResponse.Esearch(
                                        "a\"",
                                        Optional.empty(),
                                        true,
                                        List.of(
                                                new EsearchItem.Min(1),
                                                new EsearchItem.Max(9),
                                                new EsearchItem.Count(2),
                                                new EsearchItem.All(new long[] {9, 1, 2, 3, 8})))))
                .isEqualTo("* ESEARCH (TAG \"a\\\"\") UID MIN 1 MAX 9 COUNT 2 ALL 9,1:3,8\r\n");
        assertThat(
                        encode(
                                new ImapResponse.Esearch(
                                        "a",
                                        Optional.of(
                                                new ImapResponse.Source(
                                                        new MailboxName("한글"), new UidValidity(7))),
                                        true,
                                        List.of(
                                                new EsearchItem.Partial(
                                                        new PartialRange(-1, -5), new long[0]),
                                                new EsearchItem.Relevancy(new int[] {1, 100}),
                                                new EsearchItem.AddTo(
                                                        List.of(
                                                                new EsearchItem.Place(
                                                                        0, new long[] {4, 5}),
                                                                new EsearchItem.Place(
                                                                        9, new long[] {6})))))))
                .isEqualTo(
                        "* ESEARCH (TAG \"a\" MAILBOX &1VyuAA- UIDVALIDITY 7) UID"
                                + " PARTIAL (-1:-5 NIL) RELEVANCY (1 100) ADDTO (0 4:5 9 6)\r\n");
    }

    @Test
    void threadsNestWhereTheySplit() throws IOException {
        var forest =
                new ThreadForest(
                        new long[] {3, 6, 4, 23, 44, 7, 96, 2, 0, 8, 9},
                        new int[][] {{1}, {2, 4}, {3}, {}, {5}, {6}, {}, {}, {9, 10}, {}, {}},
                        new int[] {7, 0, 8});
        assertThat(encode(new ImapResponse.Threads(forest)))
                .isEqualTo("* THREAD (2)(3 6 (4 23)(44 7 96))((8)(9))\r\n");
        var none = new ThreadForest(new long[0], new int[0][], new int[0]);
        assertThat(encode(new ImapResponse.Threads(none))).isEqualTo("* THREAD\r\n");
    }

    @Test
    void emptyListsAreLists() throws IOException {
        assertThat(encode(new ImapResponse.MailboxStatus(MailboxName.INBOX, Map.of())))
                .isEqualTo("* STATUS INBOX ()\r\n");
        assertThat(encode(new ImapResponse.Enabled(List.of()))).isEqualTo("* ENABLED\r\n");
        assertThat(encode(new ImapResponse.ServerId(Map.of()))).isEqualTo("* ID NIL\r\n");
        assertThat(encode(new ImapResponse.Found(new long[0], Optional.empty())))
                .isEqualTo("* SEARCH\r\n");
    }
}
