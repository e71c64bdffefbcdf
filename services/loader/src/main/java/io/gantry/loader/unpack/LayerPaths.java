package io.gantry.loader.unpack;

import io.gantry.loader.verify.VerifiedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Which files the layers so far come to.
final class LayerPaths {

    /// A link to a link to a link: more than this is a circle.
    private static final int LONGEST_CHAIN = 16;

    sealed interface Node {}

    /// @param place where the bytes are kept for now
    record Content(Path place, VerifiedFile file) implements Node {}

    /// @param target a path of the model; empty when it leads out of it
    /// @param shown the target as it stands in the layer
    record Link(Optional<String> target, String shown) implements Node {}

    private record Placed(Node node, int layer) {}

    private final NavigableMap<String, Placed> nodes = new TreeMap<>();
    private int layer;

    void nextLayer() {
        layer++;
    }

    /// A file takes the place of whatever was there, also of a directory.
    void put(String path, Node node) {
        directory(EntryNames.normal(EntryNames.directory(path)));
        hideBelow(path);
        nodes.put(path, new Placed(node, layer));
    }

    void hardLink(String path, String target) throws RefusedArchiveException {
        Placed placed = nodes.get(target);
        if (placed == null || !(placed.node() instanceof Content content)) {
            throw noFile(path, target);
        }
        put(path, content);
    }

    /// A directory takes the place of an earlier layer's file, as do those that it lies in.
    void directory(String path) {
        for (String at = path; !at.isEmpty(); at = EntryNames.normal(EntryNames.directory(at))) {
            Placed placed = nodes.get(at);
            if (placed != null && placed.layer() < layer) {
                nodes.remove(at);
            }
        }
    }

    void hide(String path) {
        Placed placed = nodes.get(path);
        if (placed != null && placed.layer() < layer) {
            nodes.remove(path);
        }
        hideBelow(path);
    }

    /// @param path empty for all
    void hideBelow(String path) {
        below(path).values().removeIf(placed -> placed.layer() < layer);
    }

    List<String> all() {
        return List.copyOf(nodes.keySet());
    }

    /// What a path leads to in the end.
    Content content(String path) throws RefusedArchiveException {
        String at = path;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Placed placed = nodes.get(at);
            switch (placed == null ? null : placed.node()) {
                case null -> throw noFile(path, at);
                case Content content -> {
                    return content;
                }
                case Link link ->
                        at =
                                link.target()
                                        .orElseThrow(() ->
                                                new RefusedArchiveException(
                                                        "'%s' is a link to '%s', which lies outside of the model"
                                                                .formatted(path, link.shown())));
            }
        }
        throw noFile(path, at);
    }

    private NavigableMap<String, Placed> below(String path) {
        return path.isEmpty() ? nodes : nodes.subMap(path + "/", true, path + "0", false);
    }

    private static RefusedArchiveException noFile(String path, String target) {
        return new RefusedArchiveException(
                "'%s' is a link to '%s', which is no file of the model".formatted(path, target));
    }
}
