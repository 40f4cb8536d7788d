package dev.jebi.useragent.tour;

import dev.jebi.useragent.wire.Side;
import dev.jebi.useragent.wire.Spoken;

import java.util.Optional;

/// A dialogue on its way to the person: masked, and each line with its meaning.
final class Dialogue {
    private final String scene;
    private final String protocol;
    private final Telling telling;
    private final Sense sense;
    private final Spoken spoken;
    private String meaning = "";

    Dialogue(String scene, String protocol, Words words, Telling telling) {
        this.scene = scene;
        this.protocol = protocol;
        this.telling = telling;
        this.sense = Sense.of(words, scene, protocol);
        this.spoken = new Spoken(protocol, this::tell);
    }

    void line(Side side, String line) {
        switch (side) {
            case CLIENT -> {
                meaning = sense.client(line);
                spoken.client(line);
            }
            case SERVER -> {
                meaning = sense.server(line);
                spoken.server(line);
            }
        }
    }

    private void tell(Side side, String masked) {
        telling.tell(new Step(scene, protocol, Optional.of(side), masked, meaning));
    }

    /// The person may read.
    void pause() {
        telling.pause();
    }
}
