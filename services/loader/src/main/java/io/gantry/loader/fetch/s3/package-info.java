/// `s3://bucket/prefix`: Amazon S3 and whatever speaks its protocol.
@NullMarked
package io.gantry.loader.fetch.s3;

import org.jspecify.annotations.NullMarked;
