package dev.jebi.benchmarks;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.Dialect;
import dev.jebi.smtp.SmtpParser;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// What is parsed for each message: its commands, and the message itself.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParserBenchmark {
    private final byte[] mail =
            "MAIL FROM:<some.body@sender.example> SIZE=4096 BODY=8BITMIME"
                    .getBytes(StandardCharsets.US_ASCII);
    private final Content small = Content.of(message(4 << 10));
    private final Content large = Content.of(message(1 << 20));

    private static byte[] message(int size) {
        String head =
                """
                Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP\r
                \tid 1 for <u@b.example>; Sun, 22 Nov 2026 10:00:00 +0000\r
                From: Some Body <some.body@sender.example>\r
                To: "U, Ser" <u@b.example>, v@b.example\r
                Subject: =?utf-8?B?7KCc67mE?= carries letters\r
                Date: Sun, 22 Nov 2026 10:00:00 +0000\r
                Message-ID: <1.2.3@sender.example>\r
                References: <0@sender.example> <1@sender.example>\r
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary="=_x"\r
                \r
                --=_x\r
                Content-Type: text/plain; charset=utf-8\r
                \r
                hello\r
                --=_x\r
                Content-Type: application/octet-stream; name="a.bin"\r
                Content-Transfer-Encoding: base64\r
                \r
                """;
        String line =
                "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx\r\n";
        return (head
                        + line.repeat(Math.max(1, (size - head.length()) / line.length()))
                        + "--=_x--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// A command line becomes a record.
    @Benchmark
    public Object mailCommand() {
        return SmtpParser.parse(mail, Dialect.RECEPTION);
    }

    /// A message of 4 KB: structure, ENVELOPE, threads.
    @Benchmark
    public MessageHead messageOf4K() throws IOException {
        return MessageParser.parse(small, MimeLimits.STANDARD);
    }

    /// A message of 1 MB.
    @Benchmark
    public MessageHead messageOf1M() throws IOException {
        return MessageParser.parse(large, MimeLimits.STANDARD);
    }
}
