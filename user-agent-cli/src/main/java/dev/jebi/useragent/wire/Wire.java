package dev.jebi.useragent.wire;

import org.eclipse.angus.mail.util.TraceInputStream;
import org.eclipse.angus.mail.util.TraceOutputStream;
import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Shows what is said to servers and what they say, as `C:` and `S:` lines. Any thread.
public final class Wire {
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
        return new Tap(spoken(protocol));
    }

    /// A session whose lines the caller tells.
    ///
    /// @param protocol `smtp`, `imap` or `pop3`
    public Spoken spoken(String protocol) {
        return new Spoken(protocol, (side, line) -> out.println(side.shown(line, coloured)));
    }

    /// Jakarta Mail traces both directions into one stream, among words of its own: which line is
    /// which is told by who writes it.
    private static final class Tap extends PrintStream {
        private static final StackWalker CALLERS =
                StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

        private final Spoken spoken;

        Tap(Spoken spoken) {
            super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            this.spoken = spoken;
        }

        @Override
        public void println(@Nullable String words) {
            String line = String.valueOf(words);
            Optional<Class<?>> from = tracer();
            if (from.equals(Optional.of(TraceOutputStream.class))) {
                spoken.client(line);
            } else if (from.isPresent()) {
                spoken.server(line);
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
