package dev.jebi.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log: one line an event on standard error, `key=value` where it can be; what collects it
/// (journald, a container) keeps it.
final class Logging {
    /// Control characters of strangers never reach the terminal or forge a line.
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0}"
                    + " %replace(%msg){'[\\x00-\\x08\\x0A-\\x1F\\x7F]','?'}%n%ex";

    private Logging() {}

    /// Logs from this level on.
    static void start(Level level) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext log)) {
            throw new IllegalStateException("Logback is not on the class path");
        }
        log.reset();
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(log);
        encoder.setPattern(PATTERN);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(log);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        var root = log.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
        for (String chatty : new String[] {"io.netty", "org.flywaydb", "com.zaxxer", "org.xbill"}) {
            log.getLogger(chatty).setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : level);
        }
    }

    /// Only errors: for commands whose output is for people and scripts.
    static void quiet() {
        start(Level.ERROR);
    }
}
