package io.gantry.loader.fetch.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.fetch.http.HttpGet;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Sha256;
import java.io.IOException;
import java.security.MessageDigest;

/// Finds the manifest that a reference stands for, by way of an index where there is one.
final class Manifests {

    /// As registries bound them.
    private static final int LONGEST = 4 << 20;

    private static final String ACCEPTED =
            String.join(
                    ", ",
                    "application/vnd.oci.image.index.v1+json",
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.list.v2+json",
                    "application/vnd.docker.distribution.manifest.v2+json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Registry registry;
    private final Platform platform;

    Manifests(Registry registry, Platform platform) {
        this.registry = registry;
        this.platform = platform;
    }

    JsonNode of(Location place, OciReference reference) throws LoadFailedException {
        JsonNode manifest = get(place, reference);
        if (!manifest.has("manifests")) {
            return manifest;
        }
        JsonNode chosen =
                platform.choose(manifest)
                        .orElseThrow(() ->
                                LoadFailedException.notFound(
                                        place.toString(),
                                        "%s is for %s, and not for %s"
                                                .formatted(
                                                        reference,
                                                        Platform.offered(manifest),
                                                        platform),
                                        "Push an image for this platform, or give the digest of one of those; it is looked for again."));
        String digest = chosen.path("digest").asText();
        if (!OciReference.isDigest(digest)) {
            throw refused(place, "an image whose digest is no SHA-256: '%s'".formatted(digest));
        }
        return get(place, new OciReference(reference.registry(), reference.repository(), digest));
    }

    private JsonNode get(Location place, OciReference reference) throws LoadFailedException {
        HttpGet get = HttpGet.of(registry.manifest(reference)).with("Accept", ACCEPTED);
        try (HttpAnswer answer = registry.get(place, reference, get)) {
            byte[] text = answer.text(place.uri(), LONGEST);
            requireDigest(place, reference, text);
            JsonNode manifest = JSON.readTree(text);
            if (!manifest.path("layers").isArray() && !manifest.path("manifests").isArray()) {
                throw refused(
                        place,
                        "a manifest of the type '%s'"
                                .formatted(
                                        manifest.path("mediaType")
                                                .asText("of schema version 1, or none")));
            }
            return manifest;
        } catch (IOException e) {
            throw LoadFailedException.unreachable(
                    place.toString(),
                    "%s answered with something else than a manifest"
                            .formatted(reference.registry()),
                    null);
        }
    }

    private static void requireDigest(Location place, OciReference reference, byte[] text)
            throws LoadFailedException {
        if (!reference.byDigest()) {
            return;
        }
        MessageDigest digest = Sha256.newDigest();
        digest.update(text);
        String actual = "sha256:" + Sha256.hex(digest);
        if (!actual.equals(reference.version())) {
            throw LoadFailedException.corrupt(
                    place.toString(), "the manifest " + reference, "its digest is " + actual);
        }
    }

    private static LoadFailedException refused(Location place, String found) {
        return LoadFailedException.refused(
                place.toString(),
                "the registry has " + found,
                "Push it anew, as an image or an artifact of the OCI's or Docker's second format; it is looked at again.");
    }
}
