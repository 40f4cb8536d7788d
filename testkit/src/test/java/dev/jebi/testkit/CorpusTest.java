package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

class CorpusTest {
    @Test
    void everyWireFormHasTheDigestOfTheIndex() throws IOException, NoSuchAlgorithmException {
        Corpus corpus = Corpus.orSkip();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        assertThat(corpus.messages()).hasSizeGreaterThan(4900);
        for (Corpus.Row row : corpus.messages()) {
            byte[] wire = corpus.wire(row);
            assertThat((long) wire.length).as(row.path()).isEqualTo(row.wireBytes());
            assertThat(HexFormat.of().formatHex(sha256.digest(wire)))
                    .as(row.path())
                    .isEqualTo(row.wireSha256());
        }
    }
}
