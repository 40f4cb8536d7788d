package dev.jebi.useragent.compose;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// To whom an answer goes, about what, and with which words.
class ReplyTest {
    private static final String TEXT = "Content-Type: text/plain; charset=utf-8\n\nhello\n";

    private static Original original(String message) throws Exception {
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return Original.of(new MimeMessage((Session) null, new ByteArrayInputStream(octets)));
    }

    private static Letter reply(Answer.To kind, String message) throws Exception {
        return new Answer("Al <al@a.test>", List.of("alias@a.test"), ZoneId.of("Asia/Seoul"), false)
                .reply(original(message), kind);
    }

    @Test
    void oneselfIsNeverAmongThoseAnswered() throws Exception {
        String asked = "From: Kim <kim@b.test>\nReply-To: team@b.test, AL@a.test\n";
        assertThat(reply(Answer.To.AUTHOR, asked + TEXT).to()).isEqualTo("team@b.test");
        assertThat(reply(Answer.To.ALL, asked + "To: alias@a.test\n" + TEXT).to())
                .isEqualTo("team@b.test");
        String onlyMe = "From: Kim <kim@b.test>\nReply-To: al@a.test\n" + TEXT;
        assertThat(reply(Answer.To.AUTHOR, onlyMe).to()).isEqualTo("Kim <kim@b.test>");
        String mine = "From: alias@a.test\nTo: al@a.test, Lee <lee@b.test>\nCc: al@a.test, c@b.t\n";
        assertThat(reply(Answer.To.AUTHOR, mine + TEXT).to()).isEqualTo("Lee <lee@b.test>");
        Letter all = reply(Answer.To.ALL, mine + TEXT);
        assertThat(all.to()).isEqualTo("Lee <lee@b.test>");
        assertThat(all.cc()).isEqualTo("c@b.t");
        String both = "From: kim@b.test, al@a.test\nTo: x@b.test\n" + TEXT;
        assertThat(reply(Answer.To.AUTHOR, both).to()).isEqualTo("kim@b.test");
        String followup =
                "From: kim@b.test\nTo: l@l.test\nMail-Followup-To: l@l.test, Al <al@a.test>\n";
        assertThat(reply(Answer.To.ALL, followup + TEXT).to()).isEqualTo("l@l.test");
    }

    @Test
    void aNoteToOneselfIsAnsweredToOneself() throws Exception {
        String note = "From: al@a.test\nTo: al@a.test\n";
        assertThat(reply(Answer.To.AUTHOR, note + TEXT).to()).isEqualTo("al@a.test");
        assertThat(reply(Answer.To.ALL, note + "Cc: lee@b.test\n" + TEXT).to())
                .isEqualTo("lee@b.test");
    }

    @Test
    void aMessageWithoutAnAuthorIsAnsweredToTheOthers() throws Exception {
        assertThat(reply(Answer.To.ALL, "To: al@a.test, lee@b.test\n" + TEXT).to())
                .isEqualTo("lee@b.test");
    }

    @Test
    void aListIsAnsweredWhereItTakesMail() throws Exception {
        String from = "From: Kim <kim@b.test>\nTo: other@l.test\n";
        assertThat(
                        reply(
                                        Answer.To.LIST,
                                        from
                                                + "List-Post: <mailto:dev@l.test?subject=x>,"
                                                + " <https://l.test/>\n"
                                                + TEXT)
                                .to())
                .isEqualTo("dev@l.test");
        assertThat(reply(Answer.To.LIST, from + "List-Post: NO\n" + TEXT).to())
                .isEqualTo("Kim <kim@b.test>, other@l.test");
        String two = from + "List-Post: <mailto:a@l.test,b@l.test>\n" + TEXT;
        assertThat(reply(Answer.To.LIST, two).to()).isEqualTo("a@l.test"); // never two at once
    }

    @Test
    void aCommaInANamePartsNoAddresses() throws Exception {
        String from = "From: =?utf-8?Q?M=C3=BCller=2C_Hans?= <hans@b.test>\n";
        assertThat(reply(Answer.To.AUTHOR, from + TEXT).to())
                .isEqualTo("\"Müller, Hans\" <hans@b.test>");
        String bare = "From: =?utf-8?Q?Kim,_A?= <kim@b.test>\n";
        assertThat(reply(Answer.To.AUTHOR, bare + TEXT).to()).isEqualTo("\"Kim, A\" <kim@b.test>");
        String trick = "From: =?utf-8?Q?a=2C_evil=40e.test=2C?= <kim@b.test>\n" + TEXT;
        assertThat(Addressing.parse(reply(Answer.To.AUTHOR, trick).to()))
                .extracting(a -> a.getAddress())
                .containsExactly("kim@b.test");
        String word =
                "From: \"=?utf-8?B?6rmA7Iq57ZmY?=\" <ksh@b.test>\nTo: =?utf-8?Q?x=2Cy=40z?=\n";
        assertThat(reply(Answer.To.AUTHOR, word + TEXT).to()).isEqualTo("김승환 <ksh@b.test>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RE: x",
                "Re[3]: x",
                "AW: x",
                "Sv: x",
                "SV : x",
                "회신: x",
                "답장：x",
                "Antw: RE: Fwd: x",
                "回复：x",
                "RIF: x",
                "re: Re: RE:x"
            })
    void aSubjectHasOnePrefix(String subject) throws Exception {
        String message = "From: kim@b.test\nSubject: " + subject + "\n" + TEXT;
        assertThat(reply(Answer.To.AUTHOR, message).subject()).isEqualTo("Re: x");
    }

    @Test
    void aLongConversationIsCutInItsMiddle() throws Exception {
        String ids =
                IntStream.range(0, 500)
                        .mapToObj(i -> "<m" + i + "@a.test>")
                        .collect(Collectors.joining("\n "));
        Letter letter =
                reply(
                        Answer.To.AUTHOR,
                        "From: k@b.test\nMessage-ID: <last@a.test>\nReferences: "
                                + ids
                                + "\n"
                                + TEXT);
        assertThat(letter.references())
                .startsWith("<m0@a.test> <m472@a.test>")
                .endsWith("<m499@a.test> <last@a.test>");
        String huge = "<" + "h".repeat(100_000) + "@a.test>";
        String large =
                IntStream.range(0, 20)
                        .mapToObj(i -> "<" + "l".repeat(800) + i + "@a.test>")
                        .collect(Collectors.joining("\n "));
        letter =
                reply(
                        Answer.To.AUTHOR,
                        "From: k@b.test\nMessage-ID: "
                                + huge
                                + "\nReferences: <a@b>\n "
                                + huge
                                + "\n "
                                + large
                                + "\n"
                                + TEXT);
        assertThat(letter.references()).startsWith("<a@b> <l").hasSizeLessThan(4_500);
        assertThat(letter.inReplyTo()).isEmpty();
    }

    @Test
    void aFlowingTextIsQuotedInParagraphs() throws Exception {
        String text =
                "From: Kim <kim@b.test>\nContent-Type: text/plain; format=flowed\n\n"
                        + "one \ntwo\n> a \n> b\n\n-- \nKim\n";
        assertThat(reply(Answer.To.AUTHOR, text).body())
                .isEqualTo("Kim wrote:\n> one two\n>> a b\n\n");
    }

    @Test
    void anHtmlMessageIsQuotedAsTextWithoutWhatWeSayAboutIt() throws Exception {
        String html =
                "From: Kim <kim@b.test>\nContent-Type: text/html; charset=utf-8\n\n"
                        + "<style>p{}</style><p>Hello <b>Al</b></p><ul><li>one</ul>"
                        + "<blockquote>older</blockquote><img src='https://t.test/1.gif' width=1>"
                        + "<script>x()</script>\n";
        assertThat(reply(Answer.To.AUTHOR, html).body())
                .isEqualTo("Kim wrote:\n> Hello Al\n>\n> • one\n>\n>> older\n\n");
    }

    @Test
    void anAnswerIsNotTakenToPromiseWhatItsSubjectSays() {
        Letter letter =
                Letter.blank("al@a.test")
                        .withTo("kim@b.test")
                        .withSubject("Re: the report, attached")
                        .withBody("thanks\n");
        assertThat(Review.of(letter, Path.of("/")).warnings()).hasSize(1);
        assertThat(Review.of(letter.withThread("<a@b>", "<a@b>"), Path.of("/")).warnings())
                .isEmpty();
        assertThat(
                        Review.of(
                                        letter.withThread("<a@b>", "<a@b>")
                                                .withBody("I attach it\n"),
                                        Path.of("/"))
                                .warnings())
                .hasSize(1);
    }
}
