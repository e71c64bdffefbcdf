package io.gantry.loader.fetch.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.RemoteFile.Kind;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the layers of a manifest are to a model: files, tars of files, or layers of a file system.
final class ModelLayers {

    /// ORAS' name of a file or directory.
    private static final String TITLE = "org.opencontainers.image.title";

    /// ORAS' mark of a directory, which it packs.
    private static final String UNPACK = "io.deis.oras.content.unpack";

    /// ModelPack's name of a file.
    private static final String FILE_PATH = "org.cncf.model.filepath";

    private static final Set<String> IMAGES =
            Set.of(
                    "application/vnd.oci.image.config.v1+json",
                    "application/vnd.docker.container.image.v1+json");
    private static final Pattern IMAGE_LAYER =
            Pattern.compile(
                    "application/vnd\\.(oci\\.image\\.layer\\.v1\\.tar(\\+gzip|\\+zstd)?|docker\\.image\\.rootfs\\.diff\\.tar(\\.gzip)?)");
    private static final Pattern MODEL_TAR =
            Pattern.compile("application/vnd\\.cncf\\.model\\..*\\.tar(\\+gzip|\\+zstd)?");
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";

    private ModelLayers() {}

    /// In their order, which matters to layers.
    static List<RemoteFile> of(StorageUri uri, JsonNode manifest) throws LoadFailedException {
        boolean image = IMAGES.contains(manifest.path("config").path("mediaType").asText());
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            if (!layer.path("mediaType").asText().equals(EMPTY)) {
                files.add(file(uri, layer, files.size(), image));
            }
        }
        if (files.isEmpty()) {
            throw LoadFailedException.notFound(
                    uri.toString(), "there is a manifest, but it has no layers");
        }
        return files;
    }

    private static RemoteFile file(StorageUri uri, JsonNode layer, int index, boolean image)
            throws LoadFailedException {
        String digest = layer.path("digest").asText();
        if (!OciReference.isDigest(digest)) {
            throw refused(uri, "the digest of a layer is no SHA-256: '%s'".formatted(digest));
        }
        if (!layer.path("size").isIntegralNumber()) {
            throw refused(uri, "a layer has no size");
        }
        Optional<String> name = name(layer);
        Kind kind = kind(uri, layer, image, name.isPresent());
        String hex = digest.substring(digest.indexOf(':') + 1);
        return new RemoteFile(
                kind == Kind.CONTENT ? name.orElseThrow() : ".layers/%04d".formatted(index),
                layer.path("size").asLong(),
                digest,
                hex,
                true,
                new Checksum(Checksum.Algorithm.SHA256, hex),
                kind);
    }

    /// ORAS gives files the type of an image's layers when it is told no other: a name says that it
    /// is a file.
    private static Kind kind(StorageUri uri, JsonNode layer, boolean image, boolean named)
            throws LoadFailedException {
        String type = layer.path("mediaType").asText();
        if (MODEL_TAR.matcher(type).matches()
                || layer.path("annotations").path(UNPACK).asText().equals("true")) {
            return Kind.ARCHIVE;
        }
        if (named) {
            return Kind.CONTENT;
        }
        if (image && IMAGE_LAYER.matcher(type).matches()) {
            return Kind.IMAGE_LAYER;
        }
        throw refused(uri, "a layer of the type '%s' says no file name".formatted(type));
    }

    private static Optional<String> name(JsonNode layer) {
        JsonNode annotations = layer.path("annotations");
        return Optional.of(annotations.path(FILE_PATH).asText(annotations.path(TITLE).asText()))
                .map(name -> name.startsWith("./") ? name.substring(2) : name)
                .filter(name -> !name.isEmpty());
    }

    private static LoadFailedException refused(StorageUri uri, String found) {
        return LoadFailedException.refused(
                uri.toString(),
                found,
                "Push the model as an image with its files in /models, as a ModelPack, or with oras push; it is looked at again.");
    }
}
