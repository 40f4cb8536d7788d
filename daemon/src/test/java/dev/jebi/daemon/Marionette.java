package dev.jebi.daemon;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Mozilla's remote protocol, as much of it as the tests need: scripts with all rights, pictures,
/// the end. Each frame is the length, a colon and JSON.
final class Marionette implements Closeable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// What a script's wrapper gives back: base64 of the text, so that no JSON need be read.
    private static final Pattern VALUE = Pattern.compile("\"value\":\"([A-Za-z0-9+/=]*)\"");

    private static final String WRAPPER =
            """
            const done = arguments[arguments.length - 1];
            const text = (s) => btoa(String.fromCharCode(...new TextEncoder().encode(s)));
            (async () => { %s })().then(
                (v) => done(text("+" + (typeof v === "string" ? v : JSON.stringify(v ?? null)))),
                (e) => done(text("-" + e + "\\n" + (e && e.stack))));
            """;

    private final Socket socket;
    private final InputStream in;
    private int number;

    private Marionette(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Marionette connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        var marionette = new Marionette(socket);
        marionette.frame(); // it introduces itself
        marionette.command(
                "WebDriver:NewSession",
                "{\"capabilities\":{\"alwaysMatch\":{\"unhandledPromptBehavior\":\"ignore\"}}}");
        marionette.command("Marionette:SetContext", "{\"value\":\"chrome\"}");
        return marionette;
    }

    /// Runs a script, in which `await` and `return` are at home.
    ///
    /// @return the text that it returned, or JSON of what else it was
    String run(String script) throws IOException {
        String reply =
                command(
                        "WebDriver:ExecuteAsyncScript",
                        "{\"script\":"
                                + quoted(WRAPPER.formatted(script))
                                + ",\"args\":[],\"sandbox\":\"system\",\"newSandbox\":true,"
                                + "\"scriptTimeout\":"
                                + PATIENCE.toMillis()
                                + "}");
        String text = new String(value(reply), StandardCharsets.UTF_8);
        if (!text.startsWith("+")) {
            throw new IOException("the script failed: " + text.substring(1));
        }
        return text.substring(1);
    }

    /// A picture of the window.
    void picture(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file, value(command("WebDriver:TakeScreenshot", "{\"full\":true,\"hash\":false}")));
    }

    void quit() throws IOException {
        command("Marionette:Quit", "{\"flags\":[\"eForceQuit\"]}");
    }

    private static byte[] value(String reply) throws IOException {
        Matcher value = VALUE.matcher(reply);
        if (!value.find()) {
            throw new IOException("no value in " + reply);
        }
        return Base64.getDecoder().decode(value.group(1));
    }

    private String command(String name, String parameters) throws IOException {
        number++;
        String frame = "[0," + number + ",\"" + name + "\"," + parameters + "]";
        socket.getOutputStream()
                .write((frame.length() + ":" + frame).getBytes(StandardCharsets.US_ASCII));
        String reply = frame();
        while (!reply.startsWith("[1," + number + ",")) {
            reply = frame();
        }
        if (!reply.startsWith("[1," + number + ",null,")) {
            throw new IOException(name + ": " + reply);
        }
        return reply;
    }

    private String frame() throws IOException {
        int length = 0;
        for (int octet = in.read(); octet != ':'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the program ended");
            }
            length = length * 10 + octet - '0';
        }
        byte[] octets = in.readNBytes(length);
        return new String(octets, StandardCharsets.UTF_8);
    }

    /// As JSON in ASCII.
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
