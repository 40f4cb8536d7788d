package dev.jebi.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log: one line an event on standard error, `key=value` where it can be; what collects it
/// (journald, a container) keeps it.
final class Logging {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %clean%n%ex";

    private Logging() {}

    /// Logs from this level on.
    static void start(Level level) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext log)) {
            throw new IllegalStateException("Logback is not on the class path");
        }
        log.reset();
        var layout = new PatternLayout();
        layout.setContext(log);
        layout.getInstanceConverterMap().put("clean", CleanMessage::new);
        layout.setPattern(PATTERN);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(log);
        encoder.setLayout(layout);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(log);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        var root = log.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
        for (String chatty :
                new String[] {
                    "io.netty", "org.flywaydb", "com.zaxxer", "org.xbill", "software.amazon.awssdk"
                }) {
            log.getLogger(chatty).setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : level);
        }
        if (level.isGreaterOrEqual(Level.INFO)) { // strangers decide how often a proof fails
            log.getLogger("org.xbill.DNS.dnssec").setLevel(Level.OFF);
        }
    }

    /// Only errors: for commands whose output is for people and scripts.
    static void quiet() {
        start(Level.ERROR);
    }
}
