package dev.jebi.useragent.wire;

import dev.jebi.useragent.text.Terminal;

import org.eclipse.angus.mail.util.TraceInputStream;
import org.eclipse.angus.mail.util.TraceOutputStream;
import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Shows what is said to servers and what they say, as `C:` and `S:` lines. Any thread.
public final class Wire {
    private static final String CLIENT = "\u001b[36m";
    private static final String SERVER = "\u001b[32m";
    private static final String END = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;

    /// @param out where the person reads it
    /// @param coloured whether the lines have colours
    public Wire(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /// What a session of Jakarta Mail writes its trace to.
    ///
    /// @param protocol `smtp`, `imap` or `pop3`
    public PrintStream tap(String protocol) {
        return new Tap(Masking.of(protocol));
    }

    private void show(String who, String colour, String line) {
        String shown = who + Terminal.line(line);
        out.println(coloured ? colour + shown + END : shown);
    }

    /// Jakarta Mail traces both directions into one stream, among words of its own: which line is
    /// which is told by who writes it.
    private final class Tap extends PrintStream {
        private static final StackWalker CALLERS =
                StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

        private final Masking masking;

        Tap(Masking masking) {
            super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            this.masking = masking;
        }

        @Override
        public void println(@Nullable String words) {
            String line = String.valueOf(words);
            Optional<Class<?>> from = tracer();
            synchronized (masking) {
                if (from.equals(Optional.of(TraceOutputStream.class))) {
                    show("C: ", CLIENT, masking.client(line));
                } else if (from.isPresent()) {
                    show("S: ", SERVER, masking.server(line));
                }
            }
        }

        private static Optional<Class<?>> tracer() {
            return CALLERS.walk(frames ->
                    frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                            .filter(c ->
                                    c == TraceInputStream.class || c == TraceOutputStream.class)
                            .findFirst());
        }
    }
}
