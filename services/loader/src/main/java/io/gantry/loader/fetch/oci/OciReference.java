package io.gantry.loader.fetch.oci;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What to pull, as `docker pull` reads it.
///
/// @param registry host, with its port if it has one
/// @param version a digest, or else a tag
record OciReference(String registry, String repository, String version) {

    static final String DOCKER_HUB = "docker.io";

    /// By all its names.
    static final Set<String> DOCKER_HUBS =
            Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

    private static final String LATEST = "latest";
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(?::\\d{1,5})?");
    private static final String PART = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern FORM =
            Pattern.compile(
                    "(%1$s(?:/%1$s)*)(?::(\\w[\\w.-]{0,127}))?(?:@(%2$s))?"
                            .formatted(PART, DIGEST));

    static OciReference of(StorageUri uri) throws LoadFailedException {
        String rest = uri.rest();
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
        Matcher parts = FORM.matcher(named ? rest.substring(slash + 1) : rest);
        if (!parts.matches() || (named && !HOST.matcher(first).matches())) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "it names nothing in a registry",
                    "Give oci://registry/repository:tag or oci://registry/repository@sha256:digest; the repository is in lower case.");
        }
        String version =
                Optional.ofNullable(parts.group(3))
                        .or(() -> Optional.ofNullable(parts.group(2)))
                        .orElse(LATEST);
        return of(named ? first.toLowerCase(Locale.ROOT) : DOCKER_HUB, parts.group(1), version);
    }

    /// Others than SHA-256 are not known here.
    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    private static OciReference of(String registry, String repository, String version) {
        if (!DOCKER_HUBS.contains(registry)) {
            return new OciReference(registry, repository, version);
        }
        return new OciReference(
                DOCKER_HUB,
                repository.contains("/") ? repository : "library/" + repository,
                version);
    }

    boolean byDigest() {
        return version.startsWith("sha256:");
    }

    /// For people.
    @Override
    public String toString() {
        return registry + "/" + repository + (byDigest() ? "@" : ":") + version;
    }
}
