package io.gantry.loader.fetch.hf;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who asks the hub: the token of the model's own secret, else the loader's.
final class HubToken {

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

    private HubToken() {}

    /// The headers that carry it; none for who has no token.
    static Map<String, String> headers(Location location, LoaderConfig.HuggingFace config)
            throws LoadFailedException {
        // Whoever makes a secret of a file leaves a line end behind.
        Optional<String> token =
                location.credentials()
                        .get("HF_TOKEN")
                        .or(config::token)
                        .map(String::strip)
                        .filter(text -> !text.isEmpty());
        if (token.isEmpty()) {
            return Map.of();
        }
        if (!FORM.matcher(token.get()).matches()) {
            throw LoadFailedException.denied(
                    location.toString(),
                    "the Hugging Face token holds a character that no token has",
                    "Correct HF_TOKEN in the model's secret, or gantry.loader.hugging-face.token.");
        }
        return Map.of("Authorization", "Bearer " + token.get());
    }
}
