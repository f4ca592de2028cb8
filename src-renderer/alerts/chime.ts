/** Two short tones. A browser that has not been touched yet plays none, and nothing else comes of it. */
export function chime(): void {
  const context = new AudioContext();
  for (const [index, pitch] of [660, 880].entries()) {
    const from = context.currentTime + index * 0.16;
    const tone = new OscillatorNode(context, { frequency: pitch });
    const volume = new GainNode(context, { gain: 0.12 });
    volume.gain.setValueAtTime(0.12, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.3);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.3);
    if (index === 1) tone.onended = () => void context.close();
  }
}
