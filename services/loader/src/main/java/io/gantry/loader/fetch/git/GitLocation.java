package io.gantry.loader.fetch.git;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A directory, or a file, of a repository.
///
/// @param repository its address
/// @param ref branch, tag or commit; empty for what the repository shows by default
/// @param path without slashes at its ends; empty for the whole repository
record GitLocation(URI repository, String ref, String path) {

    private static final String FORM = "git+https://host/repository.git@ref#path";
    private static final Pattern PARTS =
            Pattern.compile("([^#@?]+)(?:@([^#?]+))?(?:#(?:subdirectory=)?(.*))?");
    private static final Pattern PLAIN =
            Pattern.compile("[^?#]+\\.git/?(?:@[^#?/][^#?]*)?(?:#.*)?");

    static boolean handles(StorageUri uri) {
        return switch (uri.scheme()) {
            case "git", "git+ssh", "ssh", "git+http", "git+https", "git+file" -> true;
            case "http", "https" -> PLAIN.matcher(uri.rest()).matches();
            default -> false;
        };
    }

    static GitLocation of(StorageUri uri) throws LoadFailedException {
        String scheme = uri.scheme().replaceFirst("^git\\+", "");
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "repositories are read by http and https only",
                    "Write " + FORM + "; a token takes the place of a key.");
        }
        if (uri.rest().matches("[^/]*@.*")) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "it has a user name or password in it",
                    "Give GIT_USERNAME and GIT_PASSWORD beside the model; the storageUri is shown to many.");
        }
        Matcher parts = PARTS.matcher(uri.rest());
        if (!parts.matches()) {
            throw malformed(uri);
        }
        String path = text(parts.group(3)).replaceAll("^/+|/+$", "");
        return new GitLocation(
                address(uri, scheme + "://" + parts.group(1).replaceFirst("/+$", "")),
                text(parts.group(2)),
                path);
    }

    private static URI address(StorageUri uri, String text) throws LoadFailedException {
        try {
            URI address = new URI(text);
            if (address.getHost() == null || address.getPath().length() < 2) {
                throw malformed(uri);
            }
            return address;
        } catch (URISyntaxException e) {
            throw malformed(uri);
        }
    }

    private static String text(@Nullable String group) {
        return group == null ? "" : group;
    }

    private static LoadFailedException malformed(StorageUri uri) {
        return LoadFailedException.unsupported(
                uri.toString(), "it names no repository", "Write " + FORM + ".");
    }
}
