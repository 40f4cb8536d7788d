package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.LetterText;
import dev.jebi.useragent.local.Drafts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The drafts of the local store as letters.
record StoredDrafts(Drafts drafts) implements Mail.DraftFiles {
    @Override
    public String fresh() {
        return drafts.fresh();
    }

    @Override
    public List<String> names() throws IOException {
        return drafts.names().reversed();
    }

    @Override
    public Letter read(String name) throws IOException {
        byte[] octets = Files.readAllBytes(file(name)); // an editor may have left what it liked
        return LetterText.parse(new String(octets, StandardCharsets.UTF_8));
    }

    @Override
    public void keep(String name, Letter letter) throws IOException {
        drafts.keep(name, LetterText.of(letter));
    }

    @Override
    public void remove(String name) throws IOException {
        drafts.remove(name);
    }

    @Override
    public Path file(String name) {
        return drafts.file(name);
    }

    @Override
    public Path files(String name) throws IOException {
        return drafts.files(name);
    }
}
