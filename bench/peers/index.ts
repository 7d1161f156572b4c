/**
 * Ours beside others: `npm run bench:peers` times steps of training, `npm run bench:peers -- sampling`
 * samplers. The two files say which options they take.
 */
if (process.argv[2] === 'sampling') {
  const { samplingPeers } = await import('./sampling/SamplingPeers.ts')
  await samplingPeers(process.argv.slice(3))
} else await import('./TrainingPeers.ts')
