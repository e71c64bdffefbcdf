package io.gantry.loader.unpack;

import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/// What an entry of a layer does to the model. Paths are the model's; empty for its root.
sealed interface LayerEntry {

    /// It is of the image, but not of the model.
    record Elsewhere() implements LayerEntry {}

    /// What earlier layers brought to a path is gone.
    record Gone(String path) implements LayerEntry {}

    /// What earlier layers brought below a path is gone.
    record Emptied(String path) implements LayerEntry {}

    record Directory(String path) implements LayerEntry {}

    record Content(String path) implements LayerEntry {}

    /// @param target empty when it lies outside of the model
    record Link(String path, Optional<String> target, String shown) implements LayerEntry {}

    /// Another name of what an earlier entry brought.
    record HardLink(String path, String target) implements LayerEntry {}

    /// Where a modelcar has its model.
    String MODELS = "models";

    String WHITEOUT = ".wh.";
    String OPAQUE = ".wh..wh..opq";

    static LayerEntry of(TarArchiveEntry entry, boolean image) throws RefusedArchiveException {
        String path = normal(entry.getName(), image);
        String directory = EntryNames.directory(path);
        String name = path.substring(directory.length());
        if (image && name.startsWith(WHITEOUT)) {
            return name.equals(OPAQUE)
                    ? hidden(directory, true)
                    : hidden(directory + name.substring(WHITEOUT.length()), false);
        }
        Optional<String> inModel = inModel(path, image);
        if (inModel.isEmpty()) {
            return new Elsewhere();
        }
        if (inModel.get().isEmpty()) {
            if (!entry.isDirectory()) {
                throw new RefusedArchiveException("'/%s' is no directory in it".formatted(path));
            }
            return new Directory("");
        }
        return of(entry, path, EntryNames.path(inModel.get()), image);
    }

    private static LayerEntry of(TarArchiveEntry entry, String path, String inModel, boolean image)
            throws RefusedArchiveException {
        String shown = entry.getLinkName();
        if (entry.isSymbolicLink()) {
            boolean absolute = shown.startsWith("/");
            String base = absolute ? "" : EntryNames.directory(path);
            Optional<String> target =
                    absolute && !image
                            ? Optional.empty()
                            : Optional.ofNullable(EntryNames.resolve(base, shown));
            return new Link(inModel, target.flatMap(to -> inModel(to, image)), shown);
        }
        if (entry.isLink()) {
            String target =
                    inModel(normal(shown, image), image)
                            .orElseThrow(() ->
                                    new RefusedArchiveException(
                                            "'%s' is a link to '%s', which lies outside of the model"
                                                    .formatted(inModel, shown)));
            return new HardLink(inModel, target);
        }
        if (entry.isDirectory()) {
            return new Directory(inModel);
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            throw new RefusedArchiveException(
                    "'%s' is neither a file nor a directory nor a link".formatted(inModel));
        }
        return new Content(inModel);
    }

    /// @param path in the image, perhaps with a slash at its end
    private static LayerEntry hidden(String path, boolean below) {
        String place = EntryNames.normal(path);
        boolean above = place.isEmpty() || place.equals(MODELS);
        if (above) {
            return new Emptied("");
        }
        Optional<String> inModel = inModel(place, true);
        if (inModel.isEmpty()) {
            return new Elsewhere();
        }
        return below ? new Emptied(inModel.get()) : new Gone(inModel.get());
    }

    private static Optional<String> inModel(String path, boolean image) {
        if (!image) {
            return Optional.of(path);
        }
        if (path.equals(MODELS)) {
            return Optional.of("");
        }
        return path.startsWith(MODELS + "/")
                ? Optional.of(path.substring(MODELS.length() + 1))
                : Optional.empty();
    }

    /// Some tools begin the names of an image's files with a slash.
    private static String normal(String name, boolean image) {
        return EntryNames.normal(image ? name.replaceFirst("^/+", "") : name);
    }
}
