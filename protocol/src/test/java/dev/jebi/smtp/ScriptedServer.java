package dev.jebi.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A server that follows a script, for one connection. `C:` is a line that the client must send,
/// `C: …` content up to the dot, `S:` a line to answer, `S> ` octets without a line end, `X: close`
/// the end, `X: stall` to say nothing until the client goes.
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final CountDownLatch done = new CountDownLatch(1);
    private final StringBuilder seen = new StringBuilder();
    private final StringBuilder content = new StringBuilder();

    ScriptedServer(String script) throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> serve(script.lines().toList()));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /// What was said, in the form of the script; what the client said as it was.
    String conversation() throws InterruptedException {
        if (!done.await(60, TimeUnit.SECONDS)) {
            return seen + "(still going on)";
        }
        return seen.toString();
    }

    /// The content that was received, dots and all.
    String content() {
        return content.toString();
    }

    private void serve(List<String> script) {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout(60_000);
            var in = new BufferedInputStream(socket.getInputStream());
            for (String step : script) {
                String words = step.length() > 3 ? step.substring(3) : "";
                if (step.equals("C: …")) {
                    content(in);
                    seen.append(step).append('\n');
                } else if (step.startsWith("C:")) {
                    seen.append("C: ").append(line(in)).append('\n');
                } else if (step.startsWith("S")) {
                    say(socket.getOutputStream(), words, step.startsWith("S:"));
                    seen.append(step).append('\n');
                } else {
                    seen.append(step).append('\n');
                    if (words.equals("stall")) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                }
            }
        } catch (IOException e) {
            seen.append("(").append(e.getMessage()).append(")\n");
        } finally {
            done.countDown();
        }
    }

    private static void say(OutputStream out, String words, boolean line) throws IOException {
        out.write((line ? words + "\r\n" : words).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int c = in.read();
        while (c != '\n' && c >= 0) {
            line.write(c);
            c = in.read();
        }
        var text = line.toString(StandardCharsets.UTF_8);
        return c < 0 ? "(gone)" : text.substring(0, text.length() - 1);
    }

    private void content(InputStream in) throws IOException {
        String line = line(in);
        while (!line.equals(".") && !line.equals("(gone)")) {
            content.append(line).append("\r\n");
            line = line(in);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
