package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;

class AddressListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a@b.c ~ (- - a b.c)",
                "<a@b.c> ~ (- - a b.c)",
                "John Q. Public <a@b> ~ (John Q. Public - a b)",
                "\"Public, \\\"J\\\"\" <a@b> ~ (Public, \"J\" - a b)",
                "a@b (John (Q) Public) ~ (John (Q) Public - a b)",
                "<a@b> (John) ~ (John - a b)",
                "Ann (not this) <a@b> ~ (Ann - a b)",
                "a@b, c@d ,, e@f ~ (- - a b)(- - c d)(- - e f)",
                "\"a b\"@c ~ (- - a b c)",
                "a . b @ c . d ~ (- - a.b c.d)",
                "a@[127.0.0.1] ~ (- - a [127.0.0.1])",
                "a@[IPv6:::1], b@c ~ (- - a [IPv6:::1])(- - b c)",
                "X <@r1,@r2:a@b> ~ (X @r1,@r2 a b)",
                "Group:a@b,C <c@d>;, e@f ~ (- - Group -)(- - a b)(C - c d)(- - - -)(- - e f)",
                "undisclosed-recipients:; ~ (- - undisclosed-recipients -)(- - - -)",
                "Group: a@b ~ (- - Group -)(- - a b)(- - - -)",
                "=?utf-8?Q?a=2C_b?= <a@b> ~ (=?utf-8?Q?a=2C_b?= - a b)",
                "MAILER-DAEMON ~ (- - MAILER-DAEMON .)",
                "Mail Delivery <MAILER-DAEMON> ~ (Mail Delivery - MAILER-DAEMON .)",
                "x <> ~ (x - . .)",
                "foo bar@x ~ (foo - bar x)",
                "<a@b> <c@d> ~ (- - a b)(- - c d)",
                "<a@b> noise, c@d ~ (- - a b)(- - c d)",
                "<a@b, c@d ~ (- - a b)(- - c d)",
                "\"John <a@b> ~ (John - a b)",
                "(John <a@b> ~ (John - a b)",
                "<<a@b>> ~ (- - a b)",
                "a@b;c@d ~ (- - a b)(- - c d)",
                "a@b@c ~ (- - a@b c)",
                "john@x.org <john@x.org> ~ (john@x.org - john x.org)",
                "[List] Bot <a@b> ~ ([List] Bot - a b)",
                "@ ~ (- - . .)",
                ",;, ~ ``",
                "(only a comment) ~ ``",
            })
    void readsWhatSendersWrite(String field, String expected) {
        assertThat(
                        AddressList.parse(field, 100).stream()
                                .map(AddressListTest::told)
                                .collect(Collectors.joining()))
                .isEqualTo(expected);
    }

    private static String told(ImapAddress address) {
        return "("
                + String.join(
                        " ",
                        address.name().orElse("-"),
                        address.route().orElse("-"),
                        address.mailbox().map(m -> m.isEmpty() ? "." : m).orElse("-"),
                        address.host().map(h -> h.isEmpty() ? "." : h).orElse("-"))
                + ")";
    }
}
