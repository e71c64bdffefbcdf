package io.gantry.loader.peer;

import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets loaders in that show the token. Without a token there is nothing to be let in to.
record PeerGate(Optional<String> token) {

    static final String SCHEME = "Bearer ";

    /// @throws ProblemException when there is no token
    /// @throws NotAuthorizedException for anybody else
    void admit(@Nullable String authorization) {
        if (token.isEmpty()) {
            throw new ProblemException(
                    Problem.of(
                            404,
                            "peers-off",
                            "This loader gives nothing to others",
                            "gantry.loader.peers.token is not set"));
        }
        // In a time that does not tell how much of it is right.
        if (authorization == null
                || !MessageDigest.isEqual(bytes(SCHEME + token.get()), bytes(authorization))) {
            throw new NotAuthorizedException(notLetIn());
        }
    }

    /// The status asks for the header.
    private static Response notLetIn() {
        Problem problem =
                Problem.of(
                        401,
                        "peer-not-let-in",
                        "The token is missing or wrong",
                        "Give all loaders the same gantry.loader.peers.token");
        return Response.status(problem.status())
                .header(HttpHeaders.WWW_AUTHENTICATE, SCHEME.strip())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The token is not shown.
    @Override
    public String toString() {
        return "PeerGate";
    }
}
