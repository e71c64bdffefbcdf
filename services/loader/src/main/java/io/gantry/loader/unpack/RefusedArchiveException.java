package io.gantry.loader.unpack;

/// An archive that is not unpacked, and what was found in it.
public final class RefusedArchiveException extends Exception {

    private final String found;

    RefusedArchiveException(String found) {
        super(found);
        this.found = found;
    }

    RefusedArchiveException(String found, Throwable cause) {
        super(found, cause);
        this.found = found;
    }

    public String found() {
        return found;
    }
}
