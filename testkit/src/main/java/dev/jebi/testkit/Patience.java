package dev.jebi.testkit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.time.Duration;

/// How long tests wait for what happens behind their backs, where they do not say. It costs time
/// where a test fails, and only there; a busy machine may need it. JUnit finds it by itself, in
/// every module that has this one.
public final class Patience implements BeforeAllCallback {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext test) {
        Awaitility.setDefaultTimeout(LONGEST);
    }
}
