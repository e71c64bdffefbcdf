package io.gantry.loader.fetch.oci;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which image of an index is for this machine.
///
/// @param architecture as Go calls it, for example `amd64`
record Platform(String architecture) {

    static Platform ofThisMachine() {
        return of(System.getProperty("os.arch", ""));
    }

    static Platform of(String java) {
        return new Platform(
                switch (java.toLowerCase(Locale.ROOT)) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> java;
                });
    }

    /// The one for Linux and this architecture. A model is the same on all: where there is only one
    /// image, or none says what it is for, it is the first.
    Optional<JsonNode> choose(JsonNode index) {
        List<JsonNode> images = images(index);
        return images.stream()
                .filter(this::suits)
                .findFirst()
                .or(() ->
                        images.stream()
                                .filter(image -> images.size() == 1 || !image.has("platform"))
                                .findFirst());
    }

    /// For people.
    static String offered(JsonNode index) {
        return images(index).stream()
                .map(image -> image.path("platform"))
                .map(to -> to.path("os").asText() + "/" + to.path("architecture").asText())
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "linux/" + architecture;
    }

    private boolean suits(JsonNode image) {
        JsonNode platform = image.path("platform");
        return platform.path("os").asText().equals("linux")
                && platform.path("architecture").asText().equals(architecture);
    }

    /// Builders put what they say of their images next to them, for a platform that is none.
    private static List<JsonNode> images(JsonNode index) {
        List<JsonNode> images = new ArrayList<>();
        for (JsonNode image : index.path("manifests")) {
            if (!image.path("platform").path("os").asText().equals("unknown")) {
                images.add(image);
            }
        }
        return images;
    }
}
