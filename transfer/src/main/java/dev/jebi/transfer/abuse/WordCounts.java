package dev.jebi.transfer.abuse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// In how many messages of an account that are junk, and in how many that are not, a word has
/// stood: a classifier after Graham and Robinson, with Fisher's way to put the words together. A
/// word is one of a fixed number of places, so that nobody's mail makes it grow. For one thread at
/// a time.
final class WordCounts {
    /// Places for words; two words may share one.
    static final int PLACES = 1 << 17;

    private static final int VERSION = 1;

    /// How much a word that was never seen weighs, and how (Robinson's s and x).
    private static final double STRENGTH = 0.45;

    private static final double UNKNOWN = 0.5;

    /// The words that tell the most are put together, when they tell enough.
    private static final int TELLING = 150;

    private static final double LEAST = 0.1;

    /// Messages of either kind without which nothing is said.
    private static final int FEWEST = 3;

    /// With fewer than that it takes more to be sure.
    private static final int FEW = 20;

    private static final double SURE = 0.99;
    private static final double VERY_SURE = 0.999;

    private final byte[] junk;
    private final byte[] good;
    private int junkMessages;
    private int goodMessages;

    WordCounts() {
        this(new byte[PLACES], new byte[PLACES], 0, 0);
    }

    private WordCounts(byte[] junk, byte[] good, int junkMessages, int goodMessages) {
        this.junk = junk;
        this.good = good;
        this.junkMessages = junkMessages;
        this.goodMessages = goodMessages;
    }

    int junkMessages() {
        return junkMessages;
    }

    int goodMessages() {
        return goodMessages;
    }

    /// The same counts, of its own.
    WordCounts copy() {
        return new WordCounts(junk.clone(), good.clone(), junkMessages, goodMessages);
    }

    /// Learns a message.
    void learn(int[] words, boolean isJunk) {
        byte[] counts = isJunk ? junk : good;
        for (int word : words) {
            if (counts[word] == (byte) 255) {
                halve();
            }
            counts[word]++;
        }
        junkMessages += isJunk ? 1 : 0;
        goodMessages += isJunk ? 0 : 1;
    }

    /// Forgets a message that was learned so.
    void forget(int[] words, boolean wasJunk) {
        byte[] counts = wasJunk ? junk : good;
        for (int word : words) {
            counts[word] = (byte) Math.max(0, (counts[word] & 255) - 1);
        }
        junkMessages -= wasJunk && junkMessages > 0 ? 1 : 0;
        goodMessages -= !wasJunk && goodMessages > 0 ? 1 : 0;
    }

    /// What was long ago weighs less.
    private void halve() {
        for (byte[] counts : new byte[][] {junk, good}) {
            for (int i = 0; i < PLACES; i++) {
                counts[i] = (byte) ((counts[i] & 255) >> 1);
            }
        }
        junkMessages >>= 1;
        goodMessages >>= 1;
    }

    /// How likely a message with these words is junk, from 0 to 1; a half where there is too little
    /// to go by.
    double junk(int[] words) {
        if (junkMessages < FEWEST || goodMessages < FEWEST) {
            return UNKNOWN;
        }
        double[] telling =
                Arrays.stream(words)
                        .mapToDouble(this::junk)
                        .filter(p -> Math.abs(p - UNKNOWN) >= LEAST)
                        .boxed()
                        .sorted((a, b) ->
                                Double.compare(Math.abs(b - UNKNOWN), Math.abs(a - UNKNOWN)))
                        .limit(TELLING)
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        double forJunk = 0;
        double forGood = 0;
        for (double p : telling) {
            forJunk += Math.log(1 - p);
            forGood += Math.log(p);
        }
        double isJunk = 1 - chi(-2 * forJunk, telling.length);
        double isGood = 1 - chi(-2 * forGood, telling.length);
        return (isJunk - isGood + 1) / 2;
    }

    /// Whether that is enough to act upon.
    boolean sure(double likely) {
        return likely >= (Math.min(junkMessages, goodMessages) < FEW ? VERY_SURE : SURE);
    }

    private double junk(int word) {
        int inJunk = junk[word] & 255;
        int inGood = good[word] & 255;
        int count = inJunk + inGood;
        if (count == 0) {
            return UNKNOWN;
        }
        double ofJunk = Math.min(1, (double) inJunk / junkMessages);
        double ofGood = Math.min(1, (double) inGood / goodMessages);
        double p = ofJunk / (ofJunk + ofGood);
        return (STRENGTH * UNKNOWN + count * p) / (STRENGTH + count);
    }

    /// The chance that a chi-square with twice so many degrees of freedom is at least that.
    private static double chi(double square, int halfDegrees) {
        double m = square / 2;
        double term = Math.exp(-m);
        double sum = term;
        for (int i = 1; i < halfDegrees; i++) {
            term *= m / i;
            sum += term;
        }
        return halfDegrees == 0 ? UNKNOWN : Math.min(1, sum);
    }

    byte[] encode() {
        var octets = new ByteArrayOutputStream();
        octets.write(VERSION);
        try (var out = new DataOutputStream(new DeflaterOutputStream(octets))) {
            out.writeInt(junkMessages);
            out.writeInt(goodMessages);
            out.write(junk);
            out.write(good);
        } catch (IOException e) {
            throw new IllegalStateException("an array takes octets", e);
        }
        return octets.toByteArray();
    }

    /// @throws IOException when these are none
    static WordCounts decode(byte[] octets) throws IOException {
        if (octets.length == 0 || octets[0] != VERSION) {
            throw new IOException("word counts of another version");
        }
        var in =
                new DataInputStream(
                        new InflaterInputStream(
                                new ByteArrayInputStream(octets, 1, octets.length - 1)));
        int junkMessages = in.readInt();
        int goodMessages = in.readInt();
        var junk = new byte[PLACES];
        var good = new byte[PLACES];
        in.readFully(junk);
        in.readFully(good);
        return new WordCounts(junk, good, junkMessages, goodMessages);
    }
}
