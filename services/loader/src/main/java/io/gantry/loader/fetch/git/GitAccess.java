package io.gantry.loader.fetch.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Credentials;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;

/// As whom a host of repositories is asked.
record GitAccess(String user, String password) {

    /// Hosts take a token as the password of any user; this is one that all of them take.
    private static final String ANY_USER = "oauth2";

    /// What a model's credentials say; else the configuration's, for its host only.
    static Optional<GitAccess> of(Credentials named, LoaderConfig.Git config, URI repository) {
        Optional<String> secret = named.get("GIT_PASSWORD").or(() -> named.get("GIT_TOKEN"));
        if (secret.isPresent()) {
            return Optional.of(
                    new GitAccess(named.get("GIT_USERNAME").orElse(ANY_USER), secret.get()));
        }
        return config.password()
                .filter(_ -> config.host().filter(repository.getAuthority()::equals).isPresent())
                .map(password -> new GitAccess(config.username().orElse(ANY_USER), password));
    }

    /// As HTTP writes it.
    String header() {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "the user " + user;
    }
}
