package io.gantry.loader.unpack;

/// How much may come out of an archive. A small file can unpack to more than any disk holds.
///
/// @param bytes of all files together
/// @param files how many
public record UnpackLimits(long bytes, long files) {

    /// Archives of models are mostly numbers, which hardly shrink; a small one may hold zeros.
    private static final long ALWAYS = 64L * 1024 * 1024;

    /// @param archive size of the archive
    /// @param ratio how many times that size may come out, once it is more than 64 MiB
    public static UnpackLimits of(long archive, int ratio, long files) {
        return new UnpackLimits(Math.max(ALWAYS, saturated(archive, ratio)), files);
    }

    private static long saturated(long archive, int ratio) {
        return archive > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : archive * ratio;
    }
}
