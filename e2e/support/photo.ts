import { type Page } from '@playwright/test';

/** A JPEG of this size, which the browser draws: hills under a sun, with some grain. */
export async function photo(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([width, height]) => {
      const canvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext('2d')!;
      const sky = pen.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, '#8fb7d9');
      sky.addColorStop(1, '#f3d9b1');
      pen.fillStyle = sky;
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = '#f7efe0';
      pen.beginPath();
      pen.arc(width * 0.7, height * 0.3, height * 0.12, 0, 7);
      pen.fill();
      for (let hill = 0; hill < 4; hill += 1) {
        pen.fillStyle = `hsl(${110 + hill * 12} 28% ${46 - hill * 9}%)`;
        pen.beginPath();
        pen.moveTo(0, height);
        for (let x = 0; x <= width; x += 8) {
          pen.lineTo(x, height * (0.55 + hill * 0.1) + Math.sin(x / (width / 9) + hill * 2) * height * 0.05);
        }
        pen.lineTo(width, height);
        pen.fill();
      }
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    },
    [width, height] as const,
  );
  return Buffer.from(base64, 'base64');
}
