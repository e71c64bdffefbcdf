package io.gantry.loader.fetch.hf;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a model lies at the hub.
///
/// @param repo `owner/model`
/// @param revision a branch, a tag or a commit, decoded
/// @param path of a file or a folder; empty for all of the model
record HfLocation(String repo, String revision, String path) {

    private static final String DEFAULT_REVISION = "main";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final Pattern FORM =
            Pattern.compile("(%s/%s)(?::([^/]*))?(?:/(.*))?".formatted(NAME, NAME));

    static HfLocation of(StorageUri uri) throws LoadFailedException {
        Matcher parts = FORM.matcher(uri.rest());
        if (!parts.matches()) {
            throw malformed(uri, "it is not hf://owner/model[:revision][/path]");
        }
        String revision = Optional.ofNullable(parts.group(2)).orElse("");
        return new HfLocation(
                parts.group(1),
                revision.isEmpty() ? DEFAULT_REVISION : decoded(uri, revision),
                Optional.ofNullable(parts.group(3)).orElse("").replaceAll("/+$", ""));
    }

    /// What a file of the repository is called here, if it belongs here: a folder's name is left
    /// out, as is the folder of a single file.
    Optional<String> relative(String file) {
        if (path.isEmpty()) {
            return Optional.of(file);
        }
        if (file.equals(path)) {
            return Optional.of(file.substring(file.lastIndexOf('/') + 1));
        }
        return file.startsWith(path + "/")
                ? Optional.of(file.substring(path.length() + 1))
                : Optional.empty();
    }

    private static String decoded(StorageUri uri, String revision) throws LoadFailedException {
        try {
            return URLDecoder.decode(revision.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(uri, "its revision is not percent-encoded as it should be");
        }
    }

    private static LoadFailedException malformed(StorageUri uri, String found) {
        return LoadFailedException.unsupported(
                uri.toString(),
                found,
                "Give the owner and the name as the model's page shows them, for example hf://openai-community/gpt2, and a revision with / as %2F.");
    }
}
