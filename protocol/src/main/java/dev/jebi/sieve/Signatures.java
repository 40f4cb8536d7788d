package dev.jebi.sieve;

import static dev.jebi.sieve.Signature.Kind.NONE;
import static dev.jebi.sieve.Signature.Kind.NUMBER;
import static dev.jebi.sieve.Signature.Kind.STRING;
import static dev.jebi.sieve.Signature.Kind.STRINGS;
import static dev.jebi.sieve.Signature.grouped;
import static dev.jebi.sieve.Signature.number;
import static dev.jebi.sieve.Signature.optional;
import static dev.jebi.sieve.Signature.string;
import static dev.jebi.sieve.Signature.strings;
import static dev.jebi.sieve.Signature.tag;

import dev.jebi.sieve.Signature.Tests;

import java.util.HashMap;
import java.util.Map;

/// What each command and test takes, by name.
final class Signatures {
    /// RFC 5228 §2.7.1 and §2.7.3, RFC 5231 §4, RFC 6134 §2.2.
    private static final Signature.Tag[] MATCH = {
        grouped("match", "is", ""),
        grouped("match", "contains", ""),
        grouped("match", "matches", ""),
        new Signature.Tag("value", STRING, "relational", "match"),
        new Signature.Tag("count", STRING, "relational", "match"),
        grouped("match", "list", "extlists"),
        tag("comparator", STRING)
    };

    /// RFC 5228 §2.7.4, RFC 5233 §4.
    private static final Signature.Tag[] PARTS = {
        grouped("part", "all", ""),
        grouped("part", "localpart", ""),
        grouped("part", "domain", ""),
        grouped("part", "user", "subaddress"),
        grouped("part", "detail", "subaddress")
    };

    /// RFC 5260 §6.
    private static final Signature.Tag[] INDEX = {
        tag("index", NUMBER, "index"), tag("last", NONE, "index")
    };

    /// RFC 5703 §4.
    private static final Signature.Tag[] MIME = {
        tag("mime", NONE, "mime"), tag("anychild", NONE, "mime")
    };

    /// RFC 5703 §4.1.
    private static final Signature.Tag[] MIME_OPTIONS = {
        grouped("option", "type", "mime"),
        grouped("option", "subtype", "mime"),
        grouped("option", "contenttype", "mime"),
        new Signature.Tag("param", STRINGS, "mime", "option")
    };

    /// RFC 8580 §3.
    private static final Signature.Tag[] FCC = {
        tag("fcc", STRING, "fcc"),
        tag("flags", STRINGS, "imap4flags"),
        tag("create", NONE, "mailbox"),
        tag("specialuse", STRING, "special-use"),
        tag("mailboxid", STRING, "mailboxid")
    };

    private static final Map<String, Signature> COMMANDS = new HashMap<>();
    private static final Map<String, Signature> TESTS = new HashMap<>();

    static {
        coreCommands();
        extensionCommands();
        coreTests();
        extensionTests();
    }

    private Signatures() {}

    static Map<String, Signature> commands() {
        return COMMANDS;
    }

    static Map<String, Signature> tests() {
        return TESTS;
    }

    private static void command(Signature signature) {
        COMMANDS.put(signature.name(), signature);
    }

    private static void test(Signature signature) {
        TESTS.put(signature.name(), signature);
    }

    private static void coreCommands() {
        command(Signature.of("stop", ""));
        command(Signature.of("discard", ""));
        command(Signature.of("keep", "").tags(tag("flags", STRINGS, "imap4flags")));
        command(
                Signature.of("fileinto", "fileinto", string("mailbox"))
                        .tags(
                                tag("copy", NONE, "copy"),
                                tag("flags", STRINGS, "imap4flags"),
                                tag("create", NONE, "mailbox"),
                                tag("specialuse", STRING, "special-use"),
                                tag("mailboxid", STRING, "mailboxid")));
        command(
                Signature.of("redirect", "", string("address"))
                        .tags(
                                tag("copy", NONE, "copy"),
                                tag("list", NONE, "extlists"),
                                tag("notify", STRING, "redirect-dsn"),
                                tag("ret", STRING, "redirect-dsn")));
        command(Signature.of("reject", "reject", string("reason")));
        command(Signature.of("ereject", "ereject", string("reason")));
    }

    @SuppressWarnings("checkstyle:MethodLength") // a table
    private static void extensionCommands() {
        command(
                Signature.of("set", "variables", string("name"), string("value"))
                        .tags(
                                new Signature.Tag("lower", NONE, "", "case"),
                                new Signature.Tag("upper", NONE, "", "case"),
                                new Signature.Tag("lowerfirst", NONE, "", "first"),
                                new Signature.Tag("upperfirst", NONE, "", "first"),
                                tag("quotewildcard", NONE),
                                tag("encodeurl", NONE, "enotify"),
                                tag("length", NONE)));
        for (String name : new String[] {"setflag", "addflag", "removeflag"}) {
            command(
                    Signature.of(
                            name,
                            "imap4flags",
                            optional(string("variable name")),
                            strings("list of flags")));
        }
        command(
                Signature.of("vacation", "vacation", string("reason"))
                        .tags(
                                new Signature.Tag("days", NUMBER, "", "interval"),
                                new Signature.Tag(
                                        "seconds", NUMBER, "vacation-seconds", "interval"),
                                tag("subject", STRING),
                                tag("from", STRING),
                                tag("addresses", STRINGS),
                                tag("mime", NONE),
                                tag("handle", STRING))
                        .tags(FCC));
        command(
                Signature.of("notify", "enotify", string("method"))
                        .tags(
                                tag("from", STRING),
                                tag("importance", STRING),
                                tag("options", STRINGS),
                                tag("message", STRING))
                        .tags(FCC));
        command(
                Signature.of("addheader", "editheader", string("field name"), string("value"))
                        .tags(tag("last", NONE)));
        command(
                Signature.of(
                                "deleteheader",
                                "editheader",
                                string("field name"),
                                optional(strings("value patterns")))
                        .tags(tag("index", NUMBER), tag("last", NONE))
                        .tags(MATCH));
        command(
                Signature.of("include", "include", string("script"))
                        .tags(
                                grouped("location", "personal", ""),
                                grouped("location", "global", ""),
                                tag("once", NONE),
                                tag("optional", NONE)));
        command(Signature.of("return", "include"));
        command(Signature.of("global", "include", strings("variable names")));
        command(Signature.of("foreverypart", "foreverypart").tags(tag("name", STRING)).withBlock());
        command(Signature.of("break", "foreverypart").tags(tag("name", STRING)));
        command(
                Signature.of("extracttext", "extracttext", string("variable name"))
                        .tags(
                                tag("first", NUMBER),
                                new Signature.Tag("lower", NONE, "variables", "case"),
                                new Signature.Tag("upper", NONE, "variables", "case"),
                                new Signature.Tag("lowerfirst", NONE, "variables", "initial"),
                                new Signature.Tag("upperfirst", NONE, "variables", "initial"),
                                tag("quotewildcard", NONE, "variables"),
                                tag("encodeurl", NONE, "enotify"),
                                tag("length", NONE, "variables")));
        command(Signature.of("error", "ihave", string("message")));
    }

    private static void coreTests() {
        test(Signature.of("true", ""));
        test(Signature.of("false", ""));
        test(Signature.of("not", "").tests(Tests.ONE));
        test(Signature.of("allof", "").tests(Tests.SOME));
        test(Signature.of("anyof", "").tests(Tests.SOME));
        test(
                Signature.of("address", "", strings("header list"), strings("key list"))
                        .tags(MATCH)
                        .tags(PARTS)
                        .tags(INDEX)
                        .tags(MIME));
        test(
                Signature.of("envelope", "envelope", strings("envelope part"), strings("key list"))
                        .tags(MATCH)
                        .tags(PARTS));
        test(
                Signature.of("header", "", strings("header names"), strings("key list"))
                        .tags(MATCH)
                        .tags(INDEX)
                        .tags(MIME)
                        .tags(MIME_OPTIONS));
        test(Signature.of("exists", "", strings("header names")).tags(MIME));
        test(
                Signature.of("size", "", number("limit"))
                        .tags(grouped("size", "over", ""), grouped("size", "under", "")));
        test(
                Signature.of("string", "variables", strings("source"), strings("key list"))
                        .tags(MATCH));
    }

    @SuppressWarnings("checkstyle:MethodLength") // a table
    private static void extensionTests() {
        test(
                Signature.of(
                                "hasflag",
                                "imap4flags",
                                optional(strings("variable list")),
                                strings("list of flags"))
                        .tags(MATCH));
        test(
                Signature.of("body", "body", strings("key list"))
                        .tags(MATCH)
                        .tags(
                                grouped("transform", "raw", ""),
                                grouped("transform", "text", ""),
                                new Signature.Tag("content", STRINGS, "", "transform")));
        Signature.Tag[] zone = {
            new Signature.Tag("zone", STRING, "", "zone"), grouped("zone", "originalzone", "")
        };
        test(
                Signature.of(
                                "date",
                                "date",
                                string("header name"),
                                string("date part"),
                                strings("key list"))
                        .tags(MATCH)
                        .tags(zone)
                        .tags(INDEX));
        test(
                Signature.of("currentdate", "date", string("date part"), strings("key list"))
                        .tags(MATCH)
                        .tags(zone[0]));
        test(
                Signature.of("spamtest", "spamtest", string("value"))
                        .tags(MATCH)
                        .tags(tag("percent", NONE, "spamtestplus")));
        test(Signature.of("virustest", "virustest", string("value")).tags(MATCH));
        test(
                Signature.of("environment", "environment", strings("names"), strings("key list"))
                        .tags(MATCH));
        test(Signature.of("mailboxexists", "mailbox", strings("mailbox names")));
        test(Signature.of("mailboxidexists", "mailboxid", strings("mailbox ids")));
        test(
                Signature.of(
                                "metadata",
                                "mboxmetadata",
                                string("mailbox"),
                                string("annotation"),
                                strings("key list"))
                        .tags(MATCH));
        test(
                Signature.of(
                        "metadataexists",
                        "mboxmetadata",
                        string("mailbox"),
                        strings("annotations")));
        test(
                Signature.of(
                                "servermetadata",
                                "servermetadata",
                                string("annotation"),
                                strings("key list"))
                        .tags(MATCH));
        test(Signature.of("servermetadataexists", "servermetadata", strings("annotations")));
        test(
                Signature.of(
                        "specialuse_exists",
                        "special-use",
                        optional(string("mailbox")),
                        strings("special-use attributes")));
        test(Signature.of("valid_notify_method", "enotify", strings("notification uris")));
        test(
                Signature.of(
                                "notify_method_capability",
                                "enotify",
                                string("notification uri"),
                                string("capability"),
                                strings("key list"))
                        .tags(MATCH));
        test(Signature.of("valid_ext_list", "extlists", strings("list names")));
        test(Signature.of("ihave", "ihave", strings("capabilities")));
        test(
                Signature.of("duplicate", "duplicate")
                        .tags(
                                tag("handle", STRING),
                                new Signature.Tag("header", STRING, "", "id"),
                                new Signature.Tag("uniqueid", STRING, "", "id"),
                                tag("seconds", NUMBER),
                                tag("last", NONE)));
    }
}
