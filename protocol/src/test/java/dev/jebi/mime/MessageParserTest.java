package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

class MessageParserTest {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\n\n";

    @Test
    void aPlainMessageIsOneLeafWithTheDefaultCharset() {
        BodyPart.Leaf leaf = (BodyPart.Leaf) Outline.parse("Subject: hi\n\none\ntwo\n").structure();
        assertThat(leaf.type()).isEqualTo("text");
        assertThat(leaf.subtype()).isEqualTo("plain");
        assertThat(leaf.extent()).isEqualTo(new Extent(0, 15, 25));
        assertThat(leaf.lines()).isEqualTo(2);
        assertThat(leaf.fields().encoding()).isEqualTo("7bit");
        assertThat(leaf.fields().parameters())
                .containsExactly(new Parameter("charset", "us-ascii"));
    }

    @Test
    void theLineEndBeforeABoundaryBelongsToTheBoundary() {
        assertThat(Outline.of(MIXED + "pre\n--b\n\none\n--b\n\ntwo\n\n--b--\npost\n"))
                .isEqualTo("mixed[text/plain<one> text/plain<two|>]");
    }

    @Test
    void aPartCountsTheLinesOfItsOwnOctets() {
        BodyPart.Multipart mixed =
                (BodyPart.Multipart)
                        Outline.parse(MIXED + "--b\n\none\ntwo\n--b\n\n\n--b--\n").structure();
        assertThat(((BodyPart.Leaf) mixed.parts().get(0)).lines()).isEqualTo(1);
        assertThat(((BodyPart.Leaf) mixed.parts().get(1)).lines()).isZero();
    }

    @Test
    void aMissingCloseDelimiterEndsWithTheMessage() {
        assertThat(Outline.of(MIXED + "--b\n\none\n--b\n\ntwo\n"))
                .isEqualTo("mixed[text/plain<one> text/plain<two|>]");
    }

    @Test
    void whiteSpaceBehindABoundaryIsPadding() {
        assertThat(Outline.of(MIXED + "--b \t\n\none\n--b--  \n"))
                .isEqualTo("mixed[text/plain<one>]");
    }

    @Test
    void theLongestBoundaryWins() {
        assertThat(
                        Outline.of(
                                MIXED
                                        + "--b\n"
                                        + "Content-Type: multipart/alternative; boundary=bb\n\n"
                                        + "--bb\n\n"
                                        + "one\n"
                                        + "--bb\n\n"
                                        + "two\n"
                                        + "--bb--\n"
                                        + "--b\n\n"
                                        + "three\n"
                                        + "--b--\n"))
                .isEqualTo("mixed[alternative[text/plain<one> text/plain<two>] text/plain<three>]");
    }

    @Test
    void aBoundaryNamedLikeAnotherWithDashesIsNotItsEnd() {
        assertThat(
                        Outline.of(
                                MIXED
                                        + "--b\n"
                                        + "Content-Type: multipart/alternative;"
                                        + " boundary=\"b--\"\n\n"
                                        + "--b--\n\n"
                                        + "one\n"
                                        + "--b----\n"
                                        + "--b\n\n"
                                        + "two\n"
                                        + "--b--\n"))
                .isEqualTo("mixed[alternative[text/plain<one>] text/plain<two>]");
    }

    @Test
    void theSameBoundaryInAMultipartInAMultipartBelongsToTheInner() {
        assertThat(
                        Outline.of(
                                MIXED
                                        + "--b\nContent-Type: multipart/alternative; boundary=b\n\n"
                                        + "--b\n\none\n--b--\n--b\n\ntwo\n--b--\n"))
                .isEqualTo("mixed[alternative[text/plain<one>] text/plain<two>]");
    }

    @Test
    void theOuterBoundaryEndsInnerPartsThatWereNotClosed() {
        assertThat(
                        Outline.of(
                                MIXED
                                        + "--b\nContent-Type: multipart/alternative; boundary=i\n\n"
                                        + "--i\n\none\n--b\n\ntwo\n--b--\n"))
                .isEqualTo("mixed[alternative[text/plain<one>] text/plain<two>]");
    }

    @Test
    void aBoundaryLineEndsAHeaderSection() {
        assertThat(Outline.of(MIXED + "--b\nContent-Type: text/html\n--b\n\ntwo\n--b--\n"))
                .isEqualTo("mixed[text/html<> text/plain<two>]");
    }

    @Test
    void behindTheCloseDelimiterNoPartBegins() {
        assertThat(Outline.of(MIXED + "--b\n\none\n--b--\n--b\n\ntwo\n"))
                .isEqualTo("mixed[text/plain<one>]");
    }

    @Test
    void aMultipartWithoutBoundaryOrPartsHasItsBodyAsOnePart() {
        assertThat(Outline.of("Content-Type: multipart/mixed\n\n--b\n\none\n"))
                .isEqualTo("mixed[text/plain<--b||one|>]");
        assertThat(Outline.of(MIXED + "no boundary here\n"))
                .isEqualTo("mixed[text/plain<no boundary here|>]");
        assertThat(Outline.of(MIXED)).isEqualTo("mixed[text/plain<>]");
    }

    @Test
    void aDigestHoldsMessages() {
        assertThat(
                        Outline.of(
                                "Content-Type: multipart/digest; boundary=b\n\n"
                                        + "--b\n\n"
                                        + "Subject: s\n\n"
                                        + "in\n"
                                        + "--b--\n"))
                .isEqualTo("digest[rfc822(s: text/plain<in>)]");
    }

    @Test
    void aMessageInAMessageIsOpenedUnlessItIsEncoded() {
        String inner = "\nSubject: s\n\nin\n";
        assertThat(Outline.of("Content-Type: message/rfc822\n" + inner))
                .isEqualTo("rfc822(s: text/plain<in|>)");
        assertThat(Outline.of("Content-Type: message/global\n" + inner))
                .isEqualTo("global(s: text/plain<in|>)");
        assertThat(
                        Outline.of(
                                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n"
                                        + inner))
                .isEqualTo("application/octet-stream<Subject: s||in|>");
    }

    @Test
    void headerAndBodyMayBeMissing() {
        assertThat(Outline.of("")).isEqualTo("text/plain<>");
        assertThat(Outline.of("\nbody\n")).isEqualTo("text/plain<body|>");
        assertThat(Outline.of("Subject: no body")).isEqualTo("text/plain<>");
        assertThat(Outline.parse("Subject: x\nno field\n").structure().extent())
                .isEqualTo(new Extent(0, 22, 22));
    }

    @Test
    void aLineOfWhiteSpaceIsAFold() {
        MessageHead head = Outline.parse("Subject: a\n \n b\nTo: x@y\n\nbody\n");
        assertThat(head.envelope().subject()).contains("a  b");
        assertThat(head.envelope().to()).hasSize(1);
    }

    @Test
    void bareLineFeedsEndLines() {
        byte[] bare =
                (MIXED + "--b\n\none\n--b\n\ntwo\n--b--\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Outline.of(bare, Outline.parse(bare).structure()))
                .isEqualTo("mixed[text/plain<one> text/plain<two>]");
    }

    @Test
    void beyondTheLimitsAPartIsOpaque() throws IOException {
        byte[] octets = Outline.wire(MIXED + "--b\n\none\n--b\n\ntwo\n--b\n\nthree\n--b--\n");
        var limits = new MimeLimits(100, 3, 1000);
        assertThat(Outline.of(octets, MessageParser.parse(Content.of(octets), limits).structure()))
                .isEqualTo(
                        "mixed[text/plain<one> text/plain<two>"
                                + " application/octet-stream<|three|--b--|>]");
        var flat = new MimeLimits(1, 100, 1000);
        assertThat(Outline.of(octets, MessageParser.parse(Content.of(octets), flat).structure()))
                .startsWith("application/octet-stream<");
    }

    @Test
    void mimeFieldsAreReadWithTheirMistakes() {
        BodyFields fields =
                Outline.parse(
                                """
                                Content-Type: Text/HTML charset="utf-8" name=two words.html; ; x
                                Content-Transfer-Encoding: Quoted-Printable (as ever)
                                Content-ID: <1@x>
                                Content-Description: what it
                                \tis
                                Content-Disposition: Attachment; filename*0="a\\"b"; filename*1=c
                                Content-Language: en, de

                                """)
                        .structure()
                        .fields();
        assertThat(fields.parameters())
                .containsExactly(
                        new Parameter("charset", "utf-8"), new Parameter("name", "two words.html"));
        assertThat(fields.encoding()).isEqualTo("quoted-printable");
        assertThat(fields.id()).contains("<1@x>");
        assertThat(fields.description()).contains("what it\tis");
        assertThat(fields.disposition())
                .contains(
                        new Disposition(
                                "attachment",
                                java.util.List.of(
                                        new Parameter("filename*0", "a\"b"),
                                        new Parameter("filename*1", "c"))));
        assertThat(fields.languages()).containsExactly("en", "de");
    }

    @Test
    void anInvalidContentTypeIsPlainText() {
        for (String type : new String[] {"text", "", ";", "/", "text/", "\"text/html\"", "(x)"}) {
            assertThat(Outline.of("Content-Type: " + type + "\n\nx\n"))
                    .as(type)
                    .isEqualTo("text/plain<x|>");
        }
    }

    @Test
    void threadsKnowAncestorsAndTheBaseSubject() {
        MessageHead head =
                Outline.parse(
                        "Subject: Re: [list] =?utf-8?Q?caf=C3=A9?= (fwd)\n"
                                + "References: <a@x> <b@x>\n <a@x>\nIn-Reply-To: your <c@x>\n\n");
        assertThat(head.references()).containsExactly("a@x", "b@x", "a@x");
        assertThat(head.baseSubject()).isEqualTo("café");
    }

    @Test
    void withoutReferencesTheFirstIdOfInReplyToIsTheParent() {
        String reply = "In-Reply-To: your <c@x> of today <you@x>\n";
        assertThat(Outline.parse(reply + "\n").references()).containsExactly("c@x");
        assertThat(Outline.parse("References: none\n" + reply + "\n").references())
                .containsExactly("c@x");
        assertThat(Outline.parse("References: <a@x>\n" + reply + "\n").references())
                .containsExactly("a@x");
    }

    @Test
    void aBoundaryMayBeWrittenInTheWayOfRfc2231() {
        assertThat(
                        Outline.of(
                                "Content-Type: multipart/mixed; boundary*=\"us-ascii''b%62\"\n\n"
                                        + "--bb\n\none\n--bb--\n"))
                .isEqualTo("mixed[text/plain<one>]");
    }

    @Test
    void envelopesFillWhatFromSaysAndJoinRepeatedFields() {
        ImapEnvelope envelope =
                Outline.parse("From: a@b\nFrom: x@y\nTo: c@d\nTo: e@f\nSubject:\n\n").envelope();
        assertThat(envelope.from()).hasSize(1).isEqualTo(envelope.sender());
        assertThat(envelope.replyTo()).isEqualTo(envelope.from());
        assertThat(envelope.to()).hasSize(2);
        assertThat(envelope.subject()).contains("");
        assertThat(envelope.date()).isEmpty();
        ImapEnvelope nobody = Outline.parse("To: c@d\n\n").envelope();
        assertThat(nobody.from()).isEmpty();
        assertThat(nobody.sender()).isEmpty();
    }

    @Test
    void hostileHeadersCostLittle() {
        MessageHead head =
                Outline.parse(
                        "To: "
                                + "a@b,".repeat(200_000)
                                + "\nContent-Type: a/b"
                                + ";a=b".repeat(50_000)
                                + "\nReferences: "
                                + "<a@b>".repeat(20_000)
                                + "\n\n");
        assertThat(head.envelope().to()).hasSizeLessThanOrEqualTo(20_000);
        assertThat(head.structure().fields().parameters()).hasSizeLessThan(100);
        assertThat(head.references()).containsExactly("a@b");
    }

    @Test
    void aRawSubjectIsReadWithTheCharsetOfTheText() {
        assertThat(
                        Outline.parse(
                                        "Subject: \u00c7\u00d1\nContent-Type: text/plain;"
                                                + " charset=ks_c_5601-1987\n\n")
                                .baseSubject())
                .isEqualTo("한");
    }
}
