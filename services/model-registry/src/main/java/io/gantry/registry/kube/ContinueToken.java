package io.gantry.registry.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.registry.resource.Range.Position;
import java.util.Base64;
import java.util.Optional;

/// Where a list goes on, as text that clients give back and need not understand.
final class ContinueToken {

    private ContinueToken() {}

    static String of(Position position) {
        String text = position.scope() + "/" + position.name();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /// Empty when the text is none of these tokens.
    static Optional<Position> read(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
            int slash = text.indexOf('/');
            return slash < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Position(text.substring(0, slash), text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
