import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '@orderwire/kernel/clock';
import { nameOf } from '@orderwire/kernel/errors';
import type { InvoiceFiles } from '../application/ports.ts';

/** The link also ends with the role's session, but that lasts longer than this. */
const LINK_LIVES_SECONDS = 5 * 60;

/** Signs a request that its holder can make: `getSignedUrl` of the SDK on a client of ours. */
export type Presign = (
  command: GetObjectCommand,
  options: { readonly expiresIn: number; readonly signingDate: Date },
) => Promise<string>;

/** The Invoices bucket. A file is written once: what a customer has got under a number does not change. */
export const s3InvoiceFiles = (deps: {
  readonly s3: Pick<S3Client, 'send'>;
  readonly presign: Presign;
  readonly bucket: string;
  readonly clock: Clock;
}): InvoiceFiles => ({
  keep: async (objectKey, pdf) => {
    try {
      await deps.s3.send(
        new PutObjectCommand({
          Bucket: deps.bucket,
          Key: objectKey,
          Body: pdf,
          ContentType: 'application/pdf',
          IfNoneMatch: '*',
        }),
      );
    } catch (error) {
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: it is there already.
      if (nameOf(error) !== 'PreconditionFailed') throw error;
    }
  },

  linkTo: (objectKey, fileName) =>
    deps.presign(
      new GetObjectCommand({
        Bucket: deps.bucket,
        Key: objectKey,
        ResponseContentType: 'application/pdf',
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
      }),
      { expiresIn: LINK_LIVES_SECONDS, signingDate: new Date(deps.clock()) },
    ),
});
