package io.gantry.loader.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One model to bring to one directory.
///
/// @param artifact id under which it is shared on this node; null for not at all
/// @param sha256 expected digest, as in an artifact's reference; null for none
record PullRequest(
        String source, Path destination, @Nullable String artifact, @Nullable String sha256) {

    static final String USAGE =
            """
            usage: pull [--artifact ID] [--sha256 HEX] SRC DEST [SRC DEST]...
                     brings models to directories
              SRC            a storageUri, for example s3://bucket/model
              DEST           a directory; is made when it is missing
              --artifact ID  shares it, under this id, with others on this node through the cache in gantry.loader.cache.directory
              --sha256 HEX   digest of the file, or of the listing that sha256sum prints for all files, sorted by path
                   verify
                     hashes all that the cache in gantry.loader.cache.directory holds
            Without a word, the loader runs as a service.\
            """;

    /// @throws IllegalArgumentException with what is wrong
    static List<PullRequest> parse(List<String> words) {
        String artifact = null;
        String sha256 = null;
        List<String> places = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--artifact" -> artifact = value(words, ++i);
                case "--sha256" -> sha256 = value(words, ++i);
                default -> places.add(operand(word));
            }
        }
        if (places.isEmpty() || places.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "SRC and DEST come in pairs, found %d words".formatted(places.size()));
        }
        if (places.size() > 2 && (artifact != null || sha256 != null)) {
            throw new IllegalArgumentException(
                    "--artifact and --sha256 are for one SRC, found %d"
                            .formatted(places.size() / 2));
        }
        List<PullRequest> requests = new ArrayList<>();
        for (int i = 0; i < places.size(); i += 2) {
            requests.add(
                    new PullRequest(places.get(i), Path.of(places.get(i + 1)), artifact, sha256));
        }
        return requests;
    }

    private static String value(List<String> words, int at) {
        if (at == words.size()) {
            throw new IllegalArgumentException(words.get(at - 1) + " lacks its value");
        }
        return words.get(at);
    }

    private static String operand(String word) {
        if (word.startsWith("--")) {
            throw new IllegalArgumentException("unknown option " + word);
        }
        return word;
    }
}
