package dev.jebi.useragent.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;

/// From what a person types to a message.
class ComposeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir private Path home;

    private static Original original(String headers) throws Exception {
        String message =
                "From: Kim <kim@a.test>\nMessage-ID: <m3@a.test>\nSubject: RE: 회의\n"
                        + "Date: Sun, 22 Nov 2026 17:00:00 +0900\n"
                        + headers
                        + "Content-Type: text/plain; charset=utf-8\n\nhello\n> old\n\n-- \nKim\n";
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return Original.of(new MimeMessage((Session) null, new ByteArrayInputStream(octets)));
    }

    private static Answer answer() {
        return new Answer(
                "Al <al@a.test>", List.of("alias@a.test"), ZoneId.of("Asia/Seoul"), false);
    }

    @Test
    void aReplyQuotesThreadsAndAddresses() throws Exception {
        Letter letter =
                answer().reply(
                                original("To: al@a.test\nReferences: <m1@a.test>\n <m2@a.test>\n"),
                                Answer.To.AUTHOR);
        assertThat(letter.to()).isEqualTo("Kim <kim@a.test>");
        assertThat(letter.subject()).isEqualTo("Re: 회의");
        assertThat(letter.inReplyTo()).isEqualTo("<m3@a.test>");
        assertThat(letter.references()).isEqualTo("<m1@a.test> <m2@a.test> <m3@a.test>");
        assertThat(letter.body())
                .isEqualTo(
                        "On 2026-11-22 17:00 +0900, Kim wrote:\n> hello\n>> old\n>\n\n"
                                .replace(">\n\n", "\n"));
    }

    @Test
    void aReplyToAllLeavesOneselfOut() throws Exception {
        Original original =
                original(
                        "To: Al <AL@a.test>, Lee <lee@b.test>\n"
                                + "Cc: alias@a.test, kim@a.test, x@y.test\n");
        Letter letter = answer().reply(original, Answer.To.ALL);
        assertThat(letter.to()).isEqualTo("Kim <kim@a.test>, Lee <lee@b.test>");
        assertThat(letter.cc()).isEqualTo("x@y.test");
    }

    @Test
    void listsAreAnsweredAsTheirMembersMean() throws Exception {
        String list = "To: dev@l.test\nReply-To: dev@l.test\nList-Post: <mailto:dev@l.test>\n";
        assertThat(answer().reply(original(list), Answer.To.AUTHOR).to())
                .isEqualTo("Kim <kim@a.test>");
        assertThat(answer().reply(original(list), Answer.To.LIST).to()).isEqualTo("dev@l.test");
        String asked = "Reply-To: office@a.test\nTo: al@a.test\n";
        assertThat(answer().reply(original(asked), Answer.To.AUTHOR).to())
                .isEqualTo("office@a.test");
        String followup = "To: dev@l.test\nMail-Followup-To: dev@l.test, al@a.test\n";
        assertThat(answer().reply(original(followup), Answer.To.ALL).to()).isEqualTo("dev@l.test");
    }

    @Test
    void anAnswerToOneselfGoesWhereThatWent() throws Exception {
        Original own = original("To: lee@b.test\n");
        var kim = new Answer("kim@a.test", List.of(), ZoneId.of("UTC"), true);
        assertThat(kim.reply(own, Answer.To.AUTHOR).to()).isEqualTo("lee@b.test");
        assertThat(kim.reply(own, Answer.To.AUTHOR).body()).contains("Kim님이 쓴 글:");
        assertThat(answer().reply(original("To: alias@a.test\n"), Answer.To.AUTHOR).from())
                .isEqualTo("Al <alias@a.test>");
    }

    @Test
    void subjectsLoseEveryPrefix() {
        assertThat(Answer.base("Re: RE: [답장] x")).isEqualTo("[답장] x");
        assertThat(Answer.base("회신: Fwd: AW: Re[2]: y")).isEqualTo("y");
        assertThat(Answer.base("Regarding: z")).isEqualTo("Regarding: z");
    }

    @Test
    void aDraftIsReadAsAPersonLeftIt() {
        Letter letter =
                Letter.blank("al@a.test").withTo("a@b.test").withSubject("s").withBody("x: y\n\nz");
        assertThat(LetterText.parse(LetterText.of(letter))).isEqualTo(letter);
        Letter typed =
                LetterText.parse(
                        "subject: hi\r\n"
                                + "TO: a@b.test,\n"
                                + "  c@d.test\n"
                                + "X-What: no\n"
                                + "attach: ~/f\n\n"
                                + "body\n");
        assertThat(typed.to()).isEqualTo("a@b.test, c@d.test");
        assertThat(typed.attach()).containsExactly("~/f");
        assertThat(typed.body()).isEqualTo("body\n");
        assertThat(LetterText.parse("only a text\nof two lines").body())
                .isEqualTo("only a text\nof two lines");
    }

    @Test
    void theReviewFindsWhatWasForgotten() throws Exception {
        Letter letter =
                Letter.blank("al@a.test").withTo("a@b.test").withBody("파일을 첨부합니다\n> attached\n");
        assertThat(Review.of(letter, home).warnings())
                .containsExactly(
                        "it has no subject", "it speaks of an attachment, and nothing is attached");
        Letter quoted = letter.withSubject("s").withBody("ok\n> see attached\n-- \nattached\n");
        assertThat(Review.of(quoted, home).warnings()).isEmpty();
        assertThat(Review.of(quoted.withTo(""), home).hindrances())
                .containsExactly("nobody is to get it");
        assertThat(Review.of(quoted.withTo("a b@c"), home).hindrances()).hasSize(1);
        assertThat(Review.of(quoted.withAttach(List.of("~/none")), home).hindrances()).hasSize(1);
        String many = String.join(",", java.util.Collections.nCopies(11, "a@b.test"));
        assertThat(Review.of(quoted.withTo(many), home).warnings()).contains("11 people get it");
    }

    @Test
    void addressesAreReadAsPeopleTypeThem() throws Exception {
        assertThat(Addressing.parse("김철수 <kim@a.test>; \"Lee, B\" <b@b.test>, c@d.test,"))
                .extracting(InternetAddress::getAddress)
                .containsExactly("kim@a.test", "b@b.test", "c@d.test");
        assertThat(Addressing.parse("a@한국.test").getFirst().getAddress())
                .isEqualTo("a@xn--3e0b707e.test");
        for (String bad : new String[] {"a", "a@", "@b", "a b@c", "a@b c"}) {
            assertThatThrownBy(() -> Addressing.parse(bad))
                    .isInstanceOf(Addressing.BadAddress.class);
        }
        assertThat(Addressing.pieces("list: a@b, \"x;y\" <c@d>;"))
                .containsExactly("a@b", "\"x;y\" <c@d>");
    }

    @Test
    void aMessageCarriesTextHtmlAndFiles() throws Exception {
        Files.writeString(home.resolve("표.csv"), "a,b\n");
        Letter letter =
                Letter.blank("Al <al@a.test>")
                        .withTo("kim@a.test")
                        .withBcc("boss@a.test")
                        .withSubject("표")
                        .withThread("<x@y>", "<w@y> <x@y>")
                        .withAttach(List.of("~/표.csv"))
                        .withMarkdown(true)
                        .withBody("# Hi\n\n**bold** [a](https://a.test)\n\n- one\n- two\n");
        var ready = new LetterMime(Session.getInstance(new Properties()), CLOCK, home).of(letter);
        var out = new ByteArrayOutputStream();
        ready.message().writeTo(out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .contains("multipart/mixed")
                .contains("multipart/alternative")
                .contains("<strong>bold</strong> <a href=\"https://a.test\">a</a>")
                .contains("<ul>\r\n<li>one</li>")
                .contains("In-Reply-To: <x@y>")
                .contains("References: <w@y>\r\n <x@y>")
                .doesNotContain("boss@a.test");
        assertThat(ready.recipients()).hasSize(2);
        assertThat(ready.message().getMessageID()).endsWith("@a.test>");
    }

    @Test
    void markdownEscapesHtmlAndKeepsCode() {
        assertThat(Markdown.html("<b> `a*b*` *i* > x"))
                .contains("<p>&lt;b&gt; <code>a*b*</code> <em>i</em> &gt; x</p>");
        assertThat(Markdown.html("> q\n\n```\n<x>\n```\n|a|b|\n|-|-|\n|1|2|\n"))
                .contains("<blockquote type=\"cite\">\n<p>q</p>")
                .contains("<pre><code>&lt;x&gt;</code></pre>")
                .contains("<th>a</th>")
                .contains("<td>2</td>");
    }

    @Test
    void peopleAreFoundByInitialsInKoreanToo() throws Exception {
        AddressBook book = AddressBook.in(home.resolve("people"), CLOCK);
        book.sent("김승환 <ksh@a.test>", NOW.minusSeconds(60));
        book.received("Seung Kim <sk@b.test>, 강서현 <seohyun@a.test>", NOW);
        book.received("no-reply@shop.test", NOW);
        assertThat(book.find("ㄱㅅㅎ", 5))
                .extracting(AddressBook.Person::name)
                .containsExactly("김승환", "강서현");
        assertThat(book.find("기", 5)).extracting(AddressBook.Person::name).containsExactly("김승환");
        assertThat(book.find("sk", 5))
                .extracting(AddressBook.Person::address)
                .contains("sk@b.test");
        assertThat(book.find("승환", 5)).hasSize(1);
        assertThat(book.find("reply", 5)).isEmpty();
        book.write();
        assertThat(AddressBook.in(home.resolve("people"), CLOCK).everybody())
                .isEqualTo(book.everybody());
    }
}
